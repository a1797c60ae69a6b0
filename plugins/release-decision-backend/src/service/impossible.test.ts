import { TestDatabases } from '@backstage/backend-test-utils';
import {
  bundleEntities,
  bundleOf,
  sendBundle,
  serviceBuild,
} from '../__testUtils__/bundles';
import { release, report, submit } from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let portal: TestPortal;
beforeEach(async () => {
  portal = await createTestPortal({
    knex: await databases.init('SQLITE_3'),
    entities: bundleEntities,
  });
});

/** It is 12:00 at the portal. */
const AHEAD: Array<[string, number]> = [
  ['2026-11-20T11:50:00Z', 201],
  ['2026-11-20T12:10:00Z', 201],
  ['2026-11-20T12:10:00.001Z', 400],
  ['9999-12-31T23:59:59Z', 400],
];

function finished(at: string) {
  const body = release(1);
  return {
    ...body,
    buildInfo: { ...body.buildInfo, finishedAt: at },
    riskInputs: { ...body.riskInputs, collectedAt: at },
  };
}

it.each(AHEAD)('a build finished at %s is a %d', async (at, status) => {
  const answer = await portal
    .as('pipeline')
    .post('/v1/candidates')
    .send(finished(at));
  expect(answer.status).toBe(status);
  if (status === 201) return;
  expect(answer.body.error.faults).toEqual([
    {
      path: 'buildInfo.finishedAt',
      message: `is ${at}, but it is 2026-11-20T12:00:00.000Z at the portal, and clocks may differ by at most 10 minutes; set the clock of the pipeline`,
    },
    { path: 'riskInputs.collectedAt', message: expect.any(String) },
  ]);
  expect(await portal.knex('ledger')).toEqual([]);
});

it.each(AHEAD)('so is a bundle made at %s', async (createdAt, status) => {
  const answer = await sendBundle(
    portal,
    bundleOf(1, undefined, { createdAt }),
  );
  expect(answer.status).toBe(status);
  if (status === 201) return;
  expect(answer.body.error.faults).toEqual([
    { path: 'manifest.createdAt', message: expect.any(String) },
  ]);
});

it('names the build of a bundle that is from the future', async () => {
  const build = { ...serviceBuild(1), ...finished('2026-11-20T13:00:00Z') };
  const { body } = await sendBundle(portal, bundleOf(1, [build]));
  expect(body.error.faults.map(({ path }: { path: string }) => path)).toEqual([
    'builds[0].buildInfo.finishedAt',
    'builds[0].riskInputs.collectedAt',
  ]);
});

it('takes no outcome that has not come', async () => {
  const portalOfShadow = await createTestPortal({
    knex: await databases.init('SQLITE_3'),
    mode: 'shadow',
  });
  const { id } = await submit(portalOfShadow, release(1));
  const tell = (at: string) =>
    portalOfShadow
      .as('pipeline')
      .post(`/v1/decisions/${id}/outcomes`)
      .send({ outcome: 'promoted', words: 'It is out.', at });
  const early = await tell('2026-11-20T12:11:00Z');
  expect([early.status, early.body.error.faults[0].path]).toEqual([400, 'at']);
  expect((await tell('2026-11-20T12:09:00Z')).status).toBe(200);
});

it('takes one report under a key, and no other', async () => {
  const [first, second] = [
    await submit(portal, release(1)),
    await submit(portal, release(2)),
  ];
  const key = 'one-key';
  expect((await report(portal, first.id, 'started', { key })).status).toBe(204);
  expect((await report(portal, first.id, 'started', { key })).status).toBe(204);
  for (const [id, kind] of [
    [second.id, 'started'],
    [first.id, 'promoted'],
  ] as const) {
    const answer = await report(portal, id, kind, { key });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toContain(
      `The report one-key was taken before`,
    );
  }
});
