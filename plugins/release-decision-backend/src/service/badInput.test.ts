import { Submission } from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { gzipSync } from 'node:zlib';
import { release } from '../__testUtils__/calls';
import {
  TestPortal,
  Who,
  createTestPortal,
  paymentsEntity,
} from '../__testUtils__/createTestPortal';
import { COMPONENT, sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let portal: TestPortal;
beforeEach(async () => {
  portal = await createTestPortal({ knex: await databases.init('SQLITE_3') });
});

async function expectNothingStored() {
  for (const table of [
    'candidates',
    'decisions',
    'approvals',
    'quarantine',
    'rollout_reports',
    'outbox',
    'ledger',
  ]) {
    expect({ table, rows: await portal.knex(table) }).toEqual({
      table,
      rows: [],
    });
  }
}

const good = () => JSON.parse(JSON.stringify(release(1)));

/** The good body with one thing changed; JSON, so that anything can be said. */
function bodyWith(change: (body: ReturnType<typeof good>) => unknown): string {
  const body = good();
  const other = change(body);
  return JSON.stringify(other === undefined ? body : other);
}

const within = (from: string, to: string) =>
  JSON.stringify(good()).replace(from, to);

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('a submission with bad content is a 400 that names the path', () => {
  it.each<[string, string, RegExp]>([
    ['nothing', '', /is empty/],
    ['text that is cut off', '{"buildInfo":', /is not JSON/],
    ['data after the end', `${JSON.stringify(good())} {}`, /is not JSON/],
    ['a byte order mark', `\ufeff${JSON.stringify(good())}`, /byte order mark/],
    ['a list', '[]', /\(document\): /],
    ['null', 'null', /\(document\): /],
    ['great depth', `{"a":${deep(100_000)}}`, /nested deeper/],
    [
      'an unknown key',
      bodyWith(body => {
        body.buildInfo.colour = 'red';
      }),
      /buildInfo\.colour: unknown key/,
    ],
    [
      'an unknown key in a list',
      bodyWith(body => {
        body.buildInfo.artifacts[0].md5 = 'x';
      }),
      /buildInfo\.artifacts\[0\]\.md5: unknown key/,
    ],
    [
      'a key that stands twice',
      within('"environment"', '"environment":"staging","environment"'),
      /environment: stands twice/,
    ],
    [
      'the same key, written otherwise',
      within('"environment"', '"\\u0065nvironment":"staging","environment"'),
      /environment: stands twice/,
    ],
    [
      'a key that reaches a prototype',
      within('{', '{"__proto__":{"a":1},'),
      /__proto__: is a forbidden key/,
    ],
    [
      'a number as text',
      bodyWith(body => {
        body.riskInputs.coverage = { lines: '0.9' };
      }),
      /riskInputs\.coverage\.lines: /,
    ],
    [
      'a number out of range',
      within('"sizeBytes":1024', '"sizeBytes":1e400'),
      /sizeBytes: is out of range/,
    ],
    [
      'an upper-case digest',
      bodyWith(body => {
        body.buildInfo.artifacts[0].sha256 = 'A'.repeat(64);
      }),
      /buildInfo\.artifacts\[0\]\.sha256: must be a lower-case/,
    ],
    [
      'a short digest',
      bodyWith(body => {
        body.buildInfo.artifacts[0].sha256 = 'a'.repeat(63);
      }),
      /buildInfo\.artifacts\[0\]\.sha256: must be a lower-case/,
    ],
    [
      'risk inputs of another build',
      bodyWith(body => {
        body.riskInputs.buildId = 'other-7';
      }),
      /riskInputs\.buildId: is other-7, but buildInfo\.buildId is payments-1/,
    ],
    [
      'a time without a zone',
      bodyWith(body => {
        body.buildInfo.startedAt = '2026-11-20T10:00:00';
      }),
      /buildInfo\.startedAt: must be an RFC 3339 time/,
    ],
    [
      'a name that leaves its folder',
      bodyWith(body => {
        body.buildInfo.artifacts[0].name = '../../etc/passwd';
      }),
      /buildInfo\.artifacts\[0\]\.name: /,
    ],
    [
      'a missing environment',
      bodyWith(body => {
        delete body.environment;
      }),
      /environment: /,
    ],
  ])('%s', async (_title, body, words) => {
    const answer = await portal
      .as('pipeline')
      .post('/v1/candidates')
      .set('Content-Type', 'application/json')
      .send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(words);
    await expectNothingStored();
  });
});

it('a body over 5 MiB is a 413', async () => {
  const answer = await portal
    .as('pipeline')
    .post('/v1/candidates')
    .set('Content-Type', 'application/json')
    .send(`{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`);
  expect(answer.status).toBe(413);
  await expectNothingStored();
});

it('a compressed body is a 415', async () => {
  const answer = await portal
    .as('pipeline')
    .post('/v1/candidates')
    .set('Content-Type', 'application/json')
    .set('Content-Encoding', 'gzip')
    .send(gzipSync(JSON.stringify(good())));
  expect(answer.status).toBe(415);
  await expectNothingStored();
});

it.each<[Who, RegExp]>([
  ['owner', /Only a pipeline may do this.*you are signed in as a person/],
  ['unrestricted', /accessRestrictions name no permissions/],
  ['rollout', /accessRestrictions name no permissions/],
  ['readOnlyPipeline', /name only release\.decision\.read/],
])('%s may not submit, and is told why', async (who, words) => {
  const answer = await portal.as(who).post('/v1/candidates').send(release(1));
  expect(answer.status).toBe(403);
  expect(answer.body.error.message).toMatch(words);
  await expectNothingStored();
});

describe('an entity that is not ready for releases', () => {
  const withAnnotations = (
    annotations: Record<string, string | undefined>,
  ): Entity => ({
    ...paymentsEntity,
    metadata: {
      ...paymentsEntity.metadata,
      annotations: Object.fromEntries(
        Object.entries({
          ...paymentsEntity.metadata.annotations,
          ...annotations,
        }).flatMap(([key, value]) => (value ? [[key, value]] : [])),
      ),
    },
  });
  const NAME = 'adaptive-delivery.io';

  it.each<[string, Entity[], Submission, number, RegExp]>([
    [
      'is not in the catalog',
      [],
      release(1),
      404,
      /component:default\/payments-service is not in the catalog/,
    ],
    [
      'has no target at all',
      [withAnnotations({ [`${NAME}/target-production`]: undefined })],
      release(1),
      400,
      /lacks the annotation adaptive-delivery\.io\/target-production/,
    ],
    [
      'has no target for this environment',
      [paymentsEntity],
      sampleSubmission({ environment: 'staging' }),
      400,
      /target-staging; it has a target for production/,
    ],
    [
      'has a target that cannot be read',
      [withAnnotations({ [`${NAME}/target-production`]: 'somewhere' })],
      release(1),
      400,
      /target-production of .* is "somewhere"; it must be <driver>:<name>/,
    ],
    [
      'has no metric labels',
      [withAnnotations({ [`${NAME}/metric-labels`]: undefined })],
      release(1),
      400,
      /lacks the annotation adaptive-delivery\.io\/metric-labels/,
    ],
    [
      'has metric labels that cannot be read',
      [withAnnotations({ [`${NAME}/metric-labels`]: 'component=payments' })],
      release(1),
      400,
      /metric-labels cannot be read/,
    ],
    [
      'has no analysis profile',
      [withAnnotations({ [`${NAME}/analysis-profile`]: undefined })],
      release(1),
      400,
      /lacks the annotation adaptive-delivery\.io\/analysis-profile/,
    ],
    [
      'names a profile that the policy lacks',
      [withAnnotations({ [`${NAME}/analysis-profile`]: 'webapp' })],
      release(1),
      400,
      /no analysis profile "webapp"; it has http-service, device-fleet/,
    ],
  ])('%s', async (_title, entities, body, status, words) => {
    portal = await createTestPortal({
      knex: await databases.init('SQLITE_3'),
      entities,
    });
    const answer = await portal
      .as('pipeline')
      .post('/v1/candidates')
      .send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(words);
    await expectNothingStored();
  });
});

it.each([
  ['get', '/v1/decisions?colour=red', /colour: unknown key/],
  ['get', '/v1/decisions?limit=0', /limit: /],
  ['get', '/v1/decisions?cursor=1%20or%201', /cursor: must be a nextCursor/],
  ['get', '/v1/decisions?state=odd', /state: /],
  ['get', '/v1/decisions?entityRef=a&entityRef=b', /entityRef: /],
  ['get', '/v1/decisions/7', /decision id is not valid/],
  ['get', '/v1/quarantine?limit=9999', /limit: /],
  ['get', '/v1/ledger?cursor=-1', /cursor: /],
] as const)('%s %s is a 400', async (method, url, words) => {
  const answer = await portal.as('owner')[method](url);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toMatch(words);
});

it('a gate waits at most 25 seconds', async () => {
  const { body } = await portal
    .as('pipeline')
    .post('/v1/candidates')
    .send(release(1));
  const answer = await portal
    .as('pipeline')
    .get(`/v1/decisions/${body.id}/gate?waitSeconds=26`);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toMatch(/waitSeconds: /);
});

it.each([
  [{ decision: 'approve', revision: 0 }, /reason: /],
  [{ decision: 'approve', revision: 0, reason: '  ' }, /reason: must not be/],
  [{ decision: 'maybe', revision: 0, reason: 'x' }, /decision: /],
  [{ decision: 'approve', revision: '0', reason: 'x' }, /revision: /],
])('an answer %j is a 400', async (body, words) => {
  const { body: record } = await portal
    .as('pipeline')
    .post('/v1/candidates')
    .send(release(1));
  const answer = await portal
    .as('owner')
    .post(`/v1/decisions/${record.id}/approvals`)
    .send(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toMatch(words);
});

it('a quarantine that ends before it starts is a 400', async () => {
  const answer = await portal
    .as('rollout')
    .post('/v1/quarantine')
    .send({
      key: 'k',
      sha256: ['a'.repeat(64)],
      component: COMPONENT,
      reason: 'because',
      since: '2026-11-20T12:00:00Z',
      until: '2026-11-20T12:00:00Z',
      incidentId: null,
    });
  expect(answer.status).toBe(400);
  await expectNothingStored();
});

it('shows the policy in force to those who may read it', async () => {
  const { body } = await portal.as('viewer').get('/v1/policy');
  expect(body).toMatchObject({
    name: 'default',
    digest: portal.policy.current().digest,
    fault: null,
    bundle: { coolDown: { hours: 72 } },
  });
  expect(body.files.map((file: { path: string }) => file.path)).toContainEqual(
    expect.stringMatching(/strategies\.yaml$/),
  );
  const denied = await portal.as('readOnlyPipeline').get('/v1/policy');
  expect(denied.status).toBe(403);
  expect(denied.body.error.message).toMatch(/policy\.read/);
});
