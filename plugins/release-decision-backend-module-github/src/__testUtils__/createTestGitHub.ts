import { openDatabase } from '@adaptive-delivery/plugin-release-node';
import {
  MemoryDesk,
  sampleRecord,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import {
  DecisionRecord,
  RiskDecision,
} from '@adaptive-delivery/plugin-release-common';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { Knex } from 'knex';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { createParts } from '../createParts';
import { FakeGitHub } from '../testUtils';
import { WEBHOOKS_PATH } from '../webhooks';

export const REPO = 'payments';
export const CHECK = 'Adaptive Delivery / production';

const user = (name: string, login: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'github.com/user-login': login },
  },
  spec: {},
});

/** Sam may answer, Olga may not; two share a login. */
const people = [
  user('sam', 'sam-hub'),
  user('olga', 'olga-hub'),
  user('double-one', 'double'),
  user('double-two', 'double'),
];

/** The sample, built from a commit on the fake GitHub. */
export function gitHubRecord(
  change: Partial<DecisionRecord> = {},
  decisionChange: Partial<RiskDecision> = {},
): DecisionRecord {
  const record = sampleRecord(change, decisionChange);
  const { pullRequest: _, ...build } = record.buildInfo;
  return {
    ...record,
    commit: build.commit,
    buildInfo: {
      ...build,
      repo: { url: `https://github.test/Kiosk/${REPO}.git` },
      ...(change.buildInfo ?? {}),
    },
  };
}

export type TestGitHub = Awaited<ReturnType<typeof createTestGitHub>>;

/** The module's parts on a real database and port, talking to the fake GitHub. */
export async function createTestGitHub(options: {
  knex: Knex;
  webhookSecrets?: string[];
  timeoutMs?: number;
}) {
  const knex = await openDatabase({
    database: { getClient: async () => options.knex },
    migrations: path.resolve(__dirname, '../../migrations'),
    migrationsTable: 'knex_migrations_github',
  });
  const github = await FakeGitHub.start();
  const logger = mockServices.logger.mock();
  const desk = new MemoryDesk();
  const audited: Array<{ ending: 'success' | 'fail'; meta: unknown }> = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ meta }) => ({
      success: async () => void audited.push({ ending: 'success', meta }),
      fail: async () => void audited.push({ ending: 'fail', meta }),
    }),
  });
  const { appId, privateKey } = github.auth;

  /** A process of its own with the same database, as after a crash. */
  const createProcess = () => {
    const parts = createParts({
      settings: {
        appId,
        privateKey,
        apiUrl: new URL(github.apiUrl),
        host: 'github.test',
        webhookSecrets: options.webhookSecrets ?? [github.webhookSecret],
        environments: new Map([['live', 'production']]),
        timeoutMs: options.timeoutMs ?? 2_000,
      },
      knex,
      catalog: catalogServiceMock({ entities: people }),
      auth: mockServices.auth(),
      auditor,
      logger,
      firstRetryMs: 0,
    });
    parts.channel.open(desk);
    return parts;
  };
  const parts = createProcess();
  const app = express();
  app.use(parts.router);
  // Stands for the plugin's own routes, which a denied request must not reach.
  const behind: string[] = [];
  app.use((req, res) => {
    behind.push(req.path);
    res.status(404).end();
  });
  const server = http.createServer(app);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  github.webhooksUrl = `http://127.0.0.1:${port}${WEBHOOKS_PATH}`;

  return {
    ...parts,
    github,
    desk,
    logger,
    audited,
    behind,
    knex,
    createProcess,
    /** What the portal's outbox does: delivers what moved. */
    deliver: (decisionId: string) => parts.channel.deliver({ decisionId }),
    check: (name = CHECK) => {
      const found = github.repositories.latest(name);
      if (!found) throw new Error(`There is no check ${name}`);
      return found;
    },
    lastComment: () => github.repositories.comments.at(-1),
    stop: async () => {
      await parts.webhooks.settle();
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
      await github.stop();
    },
  };
}
