import { domainClockServiceRef } from '@adaptive-delivery/plugin-release-node';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { PolicyRepository } from './__testUtils__/PolicyRepository';
import { release } from './__testUtils__/calls';
import { paymentsEntity } from './__testUtils__/createTestPortal';
import { GitServer, gitHttpBackend } from './__testUtils__/gitServer';
import { releaseDecisionPlugin } from './plugin';

const TOKEN = 'pipeline-token-of-this-test';
const GIT_TOKEN = 'policy-token-of-this-test';

async function start(dataFolder: string, url: string) {
  const backend = await startTestBackend({
    features: [
      releaseDecisionPlugin,
      authServiceFactory,
      httpAuthServiceFactory,
      databaseServiceFactory,
      catalogServiceMock.factory({ entities: [paymentsEntity] }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => {} }),
      }),
      createServiceFactory({
        service: domainClockServiceRef,
        deps: {},
        factory: () => ({
          now: () => new Date('2026-11-20T12:00:00Z'),
          pace: () => 1,
        }),
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: {
            baseUrl: 'http://localhost:7007',
            database: {
              client: 'better-sqlite3',
              connection: { directory: dataFolder },
            },
            auth: {
              externalAccess: [
                {
                  type: 'static',
                  options: { token: TOKEN, subject: 'pipeline' },
                  accessRestrictions: [
                    {
                      plugin: 'release-decision',
                      permission: [
                        'release.decision.submit',
                        'release.decision.read',
                        'policy.read',
                      ],
                    },
                  ],
                },
              ],
            },
          },
          permission: { enabled: true },
          adaptiveDelivery: {
            policy: {
              folders: ['no/such/folder'],
              sources: [
                {
                  git: {
                    url,
                    branch: 'main',
                    folder: 'policies',
                    timeoutSeconds: 2,
                    credentials: { username: 'portal', token: GIT_TOKEN },
                  },
                },
              ],
            },
          },
        },
      }),
    ],
  });
  const route = (name: string) => `/api/release-decision/v1/${name}`;
  const authorization = `Bearer ${TOKEN}`;
  return {
    stop: () => backend.stop(),
    policy: async () =>
      (
        await request(backend.server)
          .get(route('policy'))
          .set('Authorization', authorization)
      ).body,
    submit: (number: number) =>
      request(backend.server)
        .post(route('candidates'))
        .set('Authorization', authorization)
        .send(release(number)),
  };
}

// Git runs as a process for each request.
jest.setTimeout(60_000);

const describeWithServer = gitHttpBackend ? describe : describe.skip;

describeWithServer(
  'a portal on a policy in Git (needs git http-backend)',
  () => {
    let repository: PolicyRepository;
    let server: GitServer;
    let dataFolder: string;
    beforeEach(async () => {
      repository = PolicyRepository.create();
      server = await GitServer.start(repository.root);
      server.password = GIT_TOKEN;
      dataFolder = await mkdtemp(path.join(tmpdir(), 'decide-'));
    });
    afterEach(async () => {
      await server.stop();
      repository.remove();
      await rm(dataFolder, { recursive: true });
    });

    const url = () => `${server.origin}/policy/.git`;

    it('names the commit in each decision, also after a restart without the remote', async () => {
      const commit = repository.git('rev-parse', 'HEAD');
      const source = `${url()}, branch main, folder policies`;
      const first = await start(dataFolder, url());
      const before = await first.policy();
      expect(before).toMatchObject({ commit, fault: null });
      const { status, body } = await first.submit(1);
      expect(status).toBe(201);
      expect(body.decision.policy).toEqual({
        name: 'default',
        version: before.version,
        digest: before.digest,
        commit,
        source,
      });
      await first.stop();

      server.instead = (_req, res) => res.writeHead(503).end();
      const second = await start(dataFolder, url());
      const after = await second.policy();
      expect(after).toMatchObject({
        commit,
        digest: before.digest,
        files: before.files,
        fault: {
          kind: 'unreachable',
          message: expect.stringContaining('it answered with status 503'),
        },
      });
      expect(JSON.stringify(after)).not.toContain(GIT_TOKEN);
      const again = await second.submit(2);
      expect(again.body.decision.policy).toMatchObject({ commit, source });
      await second.stop();
    });

    it('does not start for the first time without the remote', async () => {
      server.instead = () => {};
      await expect(start(dataFolder, url())).rejects.toThrow(
        /The policy cannot be read from .*: it did not answer within 2 s.*No earlier bundle from there is kept either/,
      );
    });
  },
);
