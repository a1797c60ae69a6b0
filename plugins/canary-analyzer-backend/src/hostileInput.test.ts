import { parseContract } from '@adaptive-delivery/plugin-release-common';
import {
  domainClockServiceRef,
  findBrokenLedgerRow,
  metricSourceExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import {
  Entrance,
  complaintsAboutAll,
  complaintsAboutChange,
  exchange,
  hostileBodies,
  mutate,
  probe,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  TestDatabases,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { meanMetric, profileOf, ratioMetric } from './__testUtils__/evidence';
import { NOW, ROLLOUT_ID, answering, requestOf } from './__testUtils__/request';
import plugin from './index';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const AT = '/api/canary-analyzer/v1';

const source = createBackendModule({
  pluginId: 'canary-analyzer',
  moduleId: 'test-source',
  register: env =>
    env.registerInit({
      deps: { point: metricSourceExtensionPoint },
      async init({ point }) {
        point.setSource({ name: 'Test', queryRange: answering(0.01) });
      },
    }),
});

/** A judgement with its series, a few slots long. */
function inlineRequest() {
  const { window, minSamples } = requestOf();
  const times = [1, 2, 3, 4].map(i =>
    new Date(Date.parse(window.start) + i * 5000).toISOString(),
  );
  const series = { times, values: [10, 11, null, 10] };
  const arms = { candidate: series, baseline: series };
  return {
    profile: profileOf(ratioMetric(), meanMetric()),
    window,
    minSamples,
    series: {
      samples: arms,
      metrics: {
        errorRatio: { numerator: arms, denominator: arms },
        latency: { query: arms },
      },
    },
  };
}

describe.each(databases.eachSupportedId())('judging on %s', databaseId => {
  let look = 0;
  let base: Pick<Entrance, 'port' | 'knex' | 'headers'>;
  beforeAll(async () => {
    const knex = await databases.init(databaseId);
    const { server } = await startTestBackend({
      features: [
        plugin,
        source,
        mockServices.database.factory({ knex }),
        createServiceFactory({
          service: domainClockServiceRef,
          deps: {},
          factory: () => ({ now: () => new Date(NOW), pace: () => 1 }),
        }),
      ],
    });
    const headers = { Authorization: mockCredentials.service.header() };
    base = { port: server.port(), knex, headers };
  });

  type Entered = { entrance: Entrance; valid: object; tells: string[] };
  const routes: Array<[string, () => Entered]> = [
    [
      'a look',
      () => ({
        entrance: {
          ...base,
          method: 'PUT',
          path: `${AT}/verdicts/${ROLLOUT_ID}/0/${++look}`,
        },
        valid: requestOf(),
        tells: ['ledger', 'ledger_head', 'verdicts'],
      }),
    ],
    [
      'a judgement over queries',
      () => ({
        entrance: { ...base, path: `${AT}/judgements` },
        valid: requestOf(),
        tells: [],
      }),
    ],
    [
      'a judgement over series',
      () => ({
        entrance: { ...base, path: `${AT}/judgements` },
        valid: inlineRequest(),
        tells: [],
      }),
    ],
  ];

  it.each(routes)(
    '%s is refused in every hostile form, and taken after',
    async (_name, enter) => {
      const { entrance, valid, tells } = enter();
      const body = JSON.stringify(valid);
      expect(await complaintsAboutAll(entrance, hostileBodies(body))).toEqual(
        [],
      );
      const after = await probe(entrance, { body });
      expect(after).toMatchObject({ status: 200, leaks: [], changed: tells });
    },
  );

  it.each(routes)(
    '%s with one thing changed is judged as the contract has it, or not at all',
    async (_name, enter) => {
      let entered = enter();
      await fc.assert(
        fc.asyncProperty(
          fc.record({ place: fc.nat(), change: fc.nat() }),
          async pick => {
            const { valid, entrance, tells } = entered;
            const mutation = mutate(valid, pick);
            const outcome = await probe(entrance, { body: mutation.text });
            if (outcome.status < 300) entered = enter();
            const complaints = complaintsAboutChange(mutation, outcome, tells);
            expect({ ...mutation, text: '', complaints }).toEqual({
              ...mutation,
              text: '',
              complaints: [],
            });
            if (outcome.status === 200) {
              parseContract('verdict', JSON.parse(outcome.text));
            }
          },
        ),
        { numRuns: 150 },
      );
      expect(await findBrokenLedgerRow(base.knex)).toBeNull();
    },
  );

  it.each([
    [5e-324, 400],
    [9.9e-10, 400],
    [1e-9, 200],
    [0.49, 200],
    [0.5, 400],
  ])('a level of significance of %d is a %d', async (alpha, status) => {
    const [, enter] = routes[1];
    const { entrance } = enter();
    const profile = profileOf(ratioMetric({ alpha }), meanMetric({ alpha }));
    const outcome = await probe(entrance, {
      body: JSON.stringify(requestOf({ profile })),
    });
    expect([outcome.status, outcome.faults.map(({ path }) => path)]).toEqual([
      status,
      status === 400 ? [0, 1].map(i => `profile.metrics[${i}].alpha`) : [],
    ]);
  });

  it.each([
    ['PUT', `verdicts/${ROLLOUT_ID}/-1/0`],
    ['PUT', `verdicts/${ROLLOUT_ID}/0/1e3`],
    ['PUT', `verdicts/${ROLLOUT_ID}/0/0x1`],
    ['PUT', `verdicts/${ROLLOUT_ID}/0/2147483648`],
    ['PUT', `verdicts/${ROLLOUT_ID}/0/%00`],
    ['PUT', `verdicts/..%2f..%2fx/0/0`],
    ['GET', 'verdicts'],
    ['GET', `verdicts?rolloutId=${ROLLOUT_ID}&cursor=2147483648`],
    ['GET', `verdicts?rolloutId=${ROLLOUT_ID}&limit=201`],
    ['GET', `verdicts?rolloutId=${ROLLOUT_ID}&rolloutId=${ROLLOUT_ID}`],
    ['GET', 'attestations?rolloutId=%00'],
    ['GET', 'ledger?cursor=1%00'],
    ['GET', 'ledger?x=1'],
  ])('refuses %s %s', async (method, path) => {
    const body = method === 'PUT' ? JSON.stringify(requestOf()) : '';
    const entrance = { ...base, method, path: `${AT}/${path}` };
    expect(await probe(entrance, { body })).toMatchObject({
      status: 400,
      changed: [],
      leaks: [],
    });
  });

  it('reads on after all of it', async () => {
    const { status } = await exchange({
      ...base,
      method: 'GET',
      path: `${AT}/verdicts?rolloutId=${ROLLOUT_ID}&cursor=2147483647`,
    });
    expect(status).toBe(200);
  });
});
