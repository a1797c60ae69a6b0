import {
  DomainClock,
  domainClockServiceRef,
  modelRuntimeExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import express from 'express';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { release } from './__testUtils__/calls';
import { paymentsEntity } from './__testUtils__/createTestPortal';
import { copyDefaultPolicy } from './__testUtils__/policyFolder';
import { releaseDecisionPlugin } from './plugin';

const TOKENS = {
  pipeline: 'pipeline-token-of-this-test',
  reader: 'reader-token-of-this-test',
  unrestricted: 'unrestricted-token-of-this-test',
};

const external = (token: string, permission?: string[]) => ({
  type: 'static',
  options: { token, subject: token.split('-')[0] },
  ...(permission && {
    accessRestrictions: [{ plugin: 'release-decision', permission }],
  }),
});

const clock: DomainClock = {
  now: () => new Date('2026-11-20T12:00:00Z'),
  pace: () => 100,
};

/** Stands in for act and learn; down until it is told to be up. */
function fakePeers() {
  const state = { up: false, taken: [] as string[] };
  const peer = (pluginId: string) =>
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { httpRouter: coreServices.httpRouter },
          async init({ httpRouter }) {
            const router = express.Router();
            router.use(express.json(), (req, res) => {
              if (state.up) {
                state.taken.push(`${pluginId} ${req.method} ${req.path}`);
              }
              res.status(state.up ? 200 : 503).json({});
            });
            httpRouter.use(router);
          },
        });
      },
    });
  return { state, plugins: [peer('rollout'), peer('learning')] };
}

async function start(options: {
  policyFolder: string;
  dataFolder: string;
  peers: ReturnType<typeof fakePeers>;
  modules?: BackendFeature[];
}) {
  return startTestBackend({
    features: [
      releaseDecisionPlugin,
      ...(options.modules ?? []),
      ...options.peers.plugins,
      authServiceFactory,
      httpAuthServiceFactory,
      catalogServiceMock.factory({ entities: [paymentsEntity] }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => {} }),
      }),
      createServiceFactory({
        service: domainClockServiceRef,
        deps: {},
        factory: () => clock,
      }),
      databaseServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: {
            baseUrl: 'http://localhost:7007',
            database: {
              client: 'better-sqlite3',
              connection: { directory: options.dataFolder },
            },
            auth: {
              externalAccess: [
                external(TOKENS.pipeline, [
                  'release.decision.submit',
                  'release.decision.read',
                ]),
                external(TOKENS.reader, ['release.decision.read']),
                external(TOKENS.unrestricted),
              ],
            },
          },
          permission: { enabled: true },
          adaptiveDelivery: { policy: { folders: [options.policyFolder] } },
        },
      }),
    ],
  });
}

let policy: Awaited<ReturnType<typeof copyDefaultPolicy>>;
let dataFolder: string;
beforeEach(async () => {
  policy = await copyDefaultPolicy();
  await policy.write(
    'z.yaml',
    'enforcement: { default: enforced, rules: [] }\n',
  );
  dataFolder = await mkdtemp(path.join(tmpdir(), 'decide-'));
});
afterEach(async () => {
  await policy.remove();
  await rm(dataFolder, { recursive: true });
});

async function until(check: () => boolean) {
  while (!check()) await new Promise(resolve => setTimeout(resolve, 20));
}

it('takes only a token that names the permission, and delivers after a restart', async () => {
  const peers = fakePeers();
  const options = { policyFolder: policy.folder, dataFolder, peers };
  const first = await start(options);
  const submit = (token?: string) => {
    const call = request(first.server)
      .post('/api/release-decision/v1/candidates')
      .send(release(1));
    return token ? call.set('Authorization', `Bearer ${token}`) : call;
  };

  expect((await submit()).status).toBe(401);
  expect((await submit('nonsense')).status).toBe(401);
  expect((await submit(TOKENS.reader)).status).toBe(403);
  const refused = await submit(TOKENS.unrestricted);
  expect(refused.status).toBe(403);
  expect(refused.body.error.message).toMatch(
    /token of unrestricted may not submit: its accessRestrictions name no permissions/,
  );
  const taken = await submit(TOKENS.pipeline);
  expect(taken.status).toBe(201);
  expect(taken.body.state).toBe('queued');
  await first.stop();
  expect(peers.state.taken).toEqual([]);

  const again = fakePeers();
  again.state.up = true;
  const second = await start({ ...options, peers: again });
  await until(() => again.state.taken.length >= 2);
  expect(again.state.taken.sort()).toEqual([
    `learning PUT /v1/examples/${taken.body.id}`,
    'rollout POST /v1/rollouts',
  ]);
  const kept = await request(second.server)
    .get(`/api/release-decision/v1/decisions/${taken.body.id}`)
    .set('Authorization', `Bearer ${TOKENS.reader}`);
  expect(kept.body).toMatchObject({ id: taken.body.id, state: 'queued' });
  await second.stop();
});

it('asks the model that a module adds, where the policy names it', async () => {
  const oracle = createBackendModule({
    pluginId: 'release-decision',
    moduleId: 'oracle',
    register(env) {
      env.registerInit({
        deps: { models: modelRuntimeExtensionPoint },
        async init({ models }) {
          models.addRuntime({
            name: 'oracle',
            features: ['artifacts.count'],
            predict: async features => ({
              probability: features['artifacts.count'] === 1 ? 0.25 : 0,
              version: '3',
            }),
          });
        },
      });
    },
  });
  await policy.write(
    'z-model.yaml',
    `model:
      name: oracle
      mode: shadow
      timeoutMs: 1000
      inPlaceOf: [change.linesAdded]
      points: [{ probability: 0, points: 0 }, { probability: 1, points: 40 }]
`,
  );
  const running = await start({
    policyFolder: policy.folder,
    dataFolder,
    peers: fakePeers(),
    modules: [oracle],
  });
  const { body } = await request(running.server)
    .post('/api/release-decision/v1/candidates')
    .set('Authorization', `Bearer ${TOKENS.pipeline}`)
    .send(release(1));
  expect(body.decision.model).toMatchObject({
    name: 'oracle',
    version: '3',
    outcome: 'answered',
    probability: 0.25,
  });
  await running.stop();
});

it('tells the permission framework of its rules, and applies them', async () => {
  const running = await start({
    policyFolder: policy.folder,
    dataFolder,
    peers: fakePeers(),
  });
  const url = (rest: string) => `/api/release-decision${rest}`;
  const as = (token: string) => ['Authorization', `Bearer ${token}`] as const;
  const submitted = await request(running.server)
    .post(url('/v1/candidates'))
    .set(...as(TOKENS.pipeline))
    .send(release(1));
  const { id } = submitted.body;

  const known = await request(running.server)
    .get(url('/.well-known/backstage/permissions/metadata'))
    .set(...as(TOKENS.unrestricted));
  expect(
    known.body.permissions
      .filter((item: { type: string }) => item.type === 'resource')
      .map((item: { name: string }) => item.name)
      .sort(),
  ).toEqual([
    'release.decision.approve',
    'release.decision.override',
    'release.decision.read',
    'release.decision.reject',
  ]);
  expect(known.body.rules.map((item: { name: string }) => item.name)).toEqual([
    'IS_ENTITY_OWNER',
    'IS_NOT_AUTHOR',
    'HAS_RISK_BELOW',
  ]);

  const apply = (rule: string, params: object) => ({
    id: rule,
    resourceRef: id,
    resourceType: 'release-decision',
    conditions: { rule, resourceType: 'release-decision', params },
  });
  const applied = await request(running.server)
    .post(url('/.well-known/backstage/permissions/apply-conditions'))
    .set(...as(TOKENS.unrestricted))
    .send({
      items: [
        apply('IS_ENTITY_OWNER', { claims: ['group:default/payments'] }),
        apply('IS_NOT_AUTHOR', { userRef: 'user:default/olga' }),
        apply('HAS_RISK_BELOW', { score: 0 }),
      ],
    });
  expect(applied.body.items).toEqual([
    { id: 'IS_ENTITY_OWNER', result: 'ALLOW' },
    { id: 'IS_NOT_AUTHOR', result: 'ALLOW' },
    { id: 'HAS_RISK_BELOW', result: 'DENY' },
  ]);
  await running.stop();
});

it('does not start with a broken policy, and names file, line and key', async () => {
  await policy.write('z.yaml', 'coolDown:\n  hours: soon\n');
  await expect(
    start({ policyFolder: policy.folder, dataFolder, peers: fakePeers() }),
  ).rejects.toThrow(/z\.yaml:2:3: coolDown\.hours/);
});
