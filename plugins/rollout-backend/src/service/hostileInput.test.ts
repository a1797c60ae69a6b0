import { rolloutReport } from '@adaptive-delivery/plugin-release-common';
import {
  Evidence,
  findBrokenLedgerRow,
} from '@adaptive-delivery/plugin-release-node';
import {
  Entrance,
  complaintsAboutAll,
  complaintsAboutChange,
  hostileBodies,
  listen,
  mutate,
  probe,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  TestDatabases,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import express from 'express';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { TestWorld } from '../testing/TestWorld';
import { Announcer } from './Announcer';
import { RolloutService } from './RolloutService';
import { TargetRegistry } from './TargetRegistry';
import { createRouter } from './router';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** act behind a real router and store; nothing runs the rollouts. */
async function open(world: TestWorld) {
  const { knex, clock, decisions, logger, store, reads, provider } = world;
  const app = express();
  app.use(
    createRouter({
      service: new RolloutService({
        store,
        reads,
        decisions,
        targets: new TargetRegistry(
          new Map([[provider.driver, provider]]),
          100,
        ),
        clock,
        announcer: new Announcer({
          signals: { publish: async () => {} },
          logger,
        }),
        logger,
      }),
      evidence: new Evidence(knex, { isSigning: false }),
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.service('plugin:release-decision'),
      }),
      permissions: mockServices.permissions(),
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
    }),
  );
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger,
    }).error(),
  );
  return listen(app);
}

describe.each(databases.eachSupportedId())('act on %s', databaseId => {
  let world: TestWorld;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    world = await TestWorld.create(
      await databases.init(databaseId),
      mockServices.logger.mock(),
    );
    server = await open(world);
  });
  afterAll(async () => server.close());

  type Entered = { entrance: Entrance; valid: object };
  const at = (path: string, method = 'POST'): Entrance => ({
    port: server.port,
    knex: world.knex,
    method,
    path,
  });
  const control = (name: string): [string, () => Promise<Entered>] => [
    name,
    async () => {
      const { id } = await world.submit();
      return {
        entrance: at(`/v1/rollouts/${id}/${name}`),
        valid: { reason: 'I looked at it' },
      };
    },
  ];
  const routes: Array<[string, () => Promise<Entered>]> = [
    [
      'a rollout',
      async () => ({
        entrance: at('/v1/rollouts'),
        valid: { decisionId: randomUUID() },
      }),
    ],
    control('pause'),
    control('resume'),
    control('promote'),
    control('abort'),
    [
      'a rollback',
      async () => {
        const { id } = await world.submit();
        return {
          entrance: at('/v1/rollbacks'),
          valid: { rolloutId: id, reason: 'I looked at it' },
        };
      },
    ],
  ];

  it.each(routes)('%s is refused in every hostile form', async (_, enter) => {
    const { entrance, valid } = await enter();
    const body = JSON.stringify(valid);
    expect(await complaintsAboutAll(entrance, hostileBodies(body))).toEqual([]);
    const after = await probe(entrance, { body });
    expect([200, 201, 409]).toContain(after.status);
  });

  it.each(routes)(
    '%s with one thing changed is taken whole or not at all',
    async (_, enter) => {
      let entered = await enter();
      await fc.assert(
        fc.asyncProperty(
          fc.record({ place: fc.nat(), change: fc.nat() }),
          async pick => {
            const mutation = mutate(entered.valid, pick);
            const outcome = await probe(entered.entrance, {
              body: mutation.text,
            });
            if (outcome.status < 300) entered = await enter();
            const complaints = complaintsAboutChange(mutation, outcome);
            expect({ ...mutation, complaints }).toEqual({
              ...mutation,
              complaints: [],
            });
          },
        ),
        { numRuns: 60 },
      );
      expect(await findBrokenLedgerRow(world.knex)).toBeNull();
    },
  );

  it.each([
    ['of many astral characters', '😀'.repeat(1000)],
    ['of one letter and many of them', `a${'😀'.repeat(999)}`],
    ['of the longest kind', 'x'.repeat(2000)],
  ])('a reason %s is told to decide as it takes it', async (_, reason) => {
    const { id } = await world.submit();
    const entrance = at(`/v1/rollouts/${id}/abort`);
    const outcome = await probe(entrance, { body: JSON.stringify({ reason }) });
    expect(outcome.status).toBe(200);
    const told = (await world.messages()).filter(({ path }) =>
      path.endsWith('/rollout-reports'),
    );
    expect(told.map(({ body }) => rolloutReport.safeParse(body).error)).toEqual(
      told.map(() => undefined),
    );
    expect(told.some(({ body }) => body.rolloutId === id)).toBe(true);
  });

  it.each([
    ['POST', '/v1/rollouts/%00/pause', 400],
    ['POST', '/v1/rollouts/..%2f..%2fx/abort', 400],
    ['POST', `/v1/rollouts/${randomUUID()}/abort`, 404],
    ['GET', '/v1/rollouts/%ff', 400],
    ['GET', `/v1/rollouts/${randomUUID()}`, 404],
    ['GET', '/v1/rollouts?cursor=2147483648', 400],
    ['GET', '/v1/rollouts?cursor=2147483647', 200],
    ['GET', '/v1/rollouts?limit=1e1', 400],
    ['GET', '/v1/rollouts?active[]=true', 400],
    ['GET', '/v1/rollouts?entityRef=component:default/x%00', 400],
    ['GET', '/v1/rollouts?decisionId=%E2%80%AE', 400],
    ['GET', '/v1/incidents?cursor=2147483648', 400],
    ['GET', '/v1/incidents/%00', 400],
    ['GET', '/v1/attestations', 400],
    ['GET', '/v1/ledger?cursor=9007199254740993', 400],
    ['GET', '/v1/ledger?cursor=2147483648', 200],
  ])('%s %s is a %d', async (method, path, status) => {
    const body = method === 'POST' ? '{"reason":"x"}' : '';
    expect(await probe(at(path, method), { body })).toMatchObject({
      status,
      changed: [],
      leaks: [],
    });
  });
});
