import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import {
  complaintsAboutAll,
  complaintsAboutChange,
  hostileBodies,
  hugeBodies,
  listen,
  mutate,
  probe,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { TestPortal } from '../__testUtils__/createTestPortal';
import {
  Route,
  createHostilePortal,
  entranceOf,
  routes,
} from '../__testUtils__/entrances';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

let server: Awaited<ReturnType<typeof listen>>;
let portal: TestPortal;
let number = 0;

async function start(databaseId: Parameters<typeof databases.init>[0]) {
  portal = await createHostilePortal(await databases.init(databaseId));
  server = await listen(portal.app);
}
afterEach(async () => server.close());

/** A fresh thing to ask for, and where to ask for it. */
async function enter(route: Route) {
  const { path, valid } = await route.prepare(portal, ++number);
  return { valid, entrance: entranceOf(portal, server.port, route, path) };
}

it.each(routes)(
  '$name is refused in every hostile form, and taken after',
  async route => {
    await start('SQLITE_3');
    const { valid, entrance } = await enter(route);
    const body = JSON.stringify(valid);
    expect(await complaintsAboutAll(entrance, hostileBodies(body))).toEqual([]);
    const after = await probe(entrance, { body });
    expect(after).toMatchObject({ message: '', leaks: [] });
    expect(after.changed).toContain('ledger');
  },
);

it('takes no body that would fill the memory or hold up everybody else', async () => {
  await start('SQLITE_3');
  const { valid, entrance } = await enter(routes[0]);
  expect(await complaintsAboutAll(entrance, hugeBodies())).toEqual([]);
  const after = await probe(entrance, { body: JSON.stringify(valid) });
  expect(after.status).toBe(201);
});

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  it.each(routes)(
    '$name with one thing changed is taken whole or not at all',
    async route => {
      await start(databaseId);
      let entered = await enter(route);
      await fc.assert(
        fc.asyncProperty(
          fc.record({ place: fc.nat(), change: fc.nat() }),
          async pick => {
            const { valid, entrance } = entered;
            const mutation = mutate(valid, pick);
            const outcome = await probe(entrance, { body: mutation.text });
            if (outcome.status < 300) entered = await enter(route);
            const complaints = complaintsAboutChange(mutation, outcome);
            expect({ ...mutation, complaints }).toEqual({
              ...mutation,
              complaints: [],
            });
          },
        ),
        { numRuns: databaseId === 'SQLITE_3' ? 60 : 40 },
      );
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
    },
  );
});
