import { openDatabase } from '@adaptive-delivery/plugin-release-node';
import { MemoryDesk } from '@adaptive-delivery/plugin-release-node/testUtils';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { Knex } from 'knex';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { PostOnce, SlackChannel } from '../channel';
import { SlackApi } from '../client';
import { DatabasePostStore, rememberInteraction } from '../database';
import { INTERACTIONS_PATH, Interactions, createRouter } from '../interactions';
import { auditAnswers } from '../interactions/auditAnswers';
import { SlackPeople } from '../people';
import { FakeSlack } from '../testUtils';

export const CHANNEL = 'C0RELEASES';

const user = (
  name: string,
  fields: { email?: string; slack?: string } = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    ...(fields.slack && {
      annotations: { 'slack.com/user_id': fields.slack },
    }),
  },
  spec: { profile: { email: fields.email } },
});

/** Sam by annotation, Olga by e-mail, the twins share an address. */
export const people = [
  user('sam', { slack: 'USAM' }),
  user('olga', { email: 'Olga@example.com' }),
  user('twin-one', { email: 'twins@example.com' }),
  user('twin-two', { email: 'twins@example.com' }),
  user('double-one', { slack: 'UDOUBLE' }),
  user('double-two', { slack: 'UDOUBLE' }),
];

/** Somebody in Slack. */
function addSlackUsers({ workspace }: FakeSlack) {
  const add = workspace.addUser.bind(workspace);
  add({ id: 'USAM' });
  add({ id: 'UOLGA', email: 'olga@example.com' });
  add({ id: 'UTWIN', email: 'twins@example.com' });
  add({ id: 'UDOUBLE' });
  add({ id: 'UNOBODY', email: 'nobody@example.com' });
  add({ id: 'UGUEST', email: 'olga@example.com', team_id: 'TOTHER' });
  add({ id: 'UGONE', email: 'olga@example.com', deleted: true });
  add({ id: 'UHIDDEN' });
  add({
    id: 'UUNCONFIRMED',
    email: 'olga@example.com',
    is_email_confirmed: false,
  });
}

export type TestSlack = Awaited<ReturnType<typeof createTestSlack>>;

/** The module's parts on a real database and port, talking to the fake Slack. */
export async function createTestSlack(options: {
  knex: Knex;
  signingSecrets?: string[];
  timeoutMs?: number;
  settleMs?: number;
  patienceMs?: number;
}) {
  const knex = await openDatabase({
    database: { getClient: async () => options.knex },
    migrations: path.resolve(__dirname, '../../migrations'),
    migrationsTable: 'knex_migrations_slack',
  });
  const slack = await FakeSlack.start();
  slack.workspace.addChannel(CHANNEL);
  addSlackUsers(slack);
  const logger = mockServices.logger.mock();
  const auth = mockServices.auth();
  const catalog = catalogServiceMock({ entities: people });
  const desk = new MemoryDesk();
  const posts = new DatabasePostStore(knex);
  const audited: Array<{ ending: 'success' | 'fail'; meta: unknown }> = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ meta }) => ({
      success: async () => void audited.push({ ending: 'success', meta }),
      fail: async () => void audited.push({ ending: 'fail', meta }),
    }),
  });

  /** A process of its own with the same database, as after a crash. */
  const createProcess = () => {
    const api = new SlackApi({
      token: slack.token,
      apiUrl: new URL(slack.apiUrl),
      timeoutMs: options.timeoutMs ?? 2_000,
      logger,
    });
    const channel = new SlackChannel({
      api,
      posts,
      postOnce: new PostOnce({
        api,
        posts,
        times: { leaseMs: 60_000, settleMs: options.settleMs ?? 0 },
      }),
      channelFor: async () => CHANNEL,
    });
    channel.open(desk);
    return { api, channel };
  };
  const { api, channel } = createProcess();
  const interactions = new Interactions({
    api,
    people: new SlackPeople({ api, catalog, auth }),
    desk: () => desk,
    show: decisionId => channel.deliver({ decisionId }),
    audit: auditAnswers(auditor),
    patienceMs: options.patienceMs,
    logger,
  });
  const app = express();
  app.use(
    createRouter({
      signingSecrets: options.signingSecrets ?? [slack.signingSecret],
      interactions,
      remember: digest => rememberInteraction(knex, digest),
      now: () => Date.now(),
      logger,
    }),
  );
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
  slack.interactionsUrl = `http://127.0.0.1:${port}${INTERACTIONS_PATH}`;

  return {
    slack,
    desk,
    channel,
    interactions,
    logger,
    audited,
    behind,
    knex,
    createProcess,
    /** What the portal's outbox does: delivers what moved. */
    deliver: (decisionId: string) => channel.deliver({ decisionId }),
    messages: () => slack.workspace.messages(CHANNEL),
    stop: async () => {
      await interactions.settle();
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
      await slack.stop();
    },
  };
}
