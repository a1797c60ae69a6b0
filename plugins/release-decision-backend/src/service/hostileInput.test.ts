import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import {
  HostileBody,
  complaintsAboutChange,
  complaintsAboutRefusal,
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

/** A fresh thing to ask for, and how to ask for it. */
async function enter(route: Route) {
  const { path, valid } = await route.prepare(portal, ++number);
  const entrance = entranceOf(portal, server.port, route, path);
  return {
    valid,
    send: (sent: Pick<HostileBody, 'body' | 'headers' | 'length'>) =>
      probe(entrance, sent),
  };
}

/** What was wrong with the answers, by what was sent. */
async function refusalsOf(route: Route, bodies: readonly HostileBody[]) {
  const { valid, send } = await enter(route);
  const complaints: Array<[string, string[]]> = [];
  for (const hostile of bodies) {
    const found = complaintsAboutRefusal(hostile, await send(hostile));
    if (found.length > 0) complaints.push([hostile.name, found]);
  }
  return { complaints, after: await send({ body: JSON.stringify(valid) }) };
}

it.each(routes)(
  '$name is refused in every hostile form, and taken after',
  async route => {
    await start('SQLITE_3');
    const { valid } = await route.prepare(portal, ++number);
    const bodies = hostileBodies(JSON.stringify(valid));
    const { complaints, after } = await refusalsOf(route, bodies);
    expect(complaints).toEqual([]);
    expect(after).toMatchObject({ message: '', leaks: [] });
    expect(after.changed).toContain('ledger');
  },
);

it('takes no body that would fill the memory or hold up everybody else', async () => {
  await start('SQLITE_3');
  const { complaints, after } = await refusalsOf(routes[0], hugeBodies());
  expect(complaints).toEqual([]);
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
            const { valid, send } = entered;
            const mutation = mutate(valid, pick);
            const outcome = await send({ body: mutation.text });
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
