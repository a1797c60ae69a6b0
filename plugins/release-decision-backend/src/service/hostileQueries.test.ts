import {
  exchange,
  listen,
  tableDigests,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import { TestDatabases } from '@backstage/backend-test-utils';
import { release, submit } from '../__testUtils__/calls';
import { TestPortal } from '../__testUtils__/createTestPortal';
import { createHostilePortal } from '../__testUtils__/entrances';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const LISTS = [
  '/v1/decisions',
  '/v1/quarantine',
  '/v1/ledger',
  '/v1/ledger/roots',
] as const;

/** What no list may take, and what is at fault. */
const QUERIES: Array<[string, string]> = [
  ['cursor=', 'cursor'],
  ['cursor=-1', 'cursor'],
  ['cursor=1e3', 'cursor'],
  ['cursor=0x10', 'cursor'],
  ['cursor=%00', 'cursor'],
  ['cursor=1%00', 'cursor'],
  ['cursor=1;drop table ledger', 'cursor'],
  ['cursor=9007199254740993', 'cursor'],
  ['cursor=1&cursor=2', 'cursor'],
  ['cursor[]=1', 'cursor'],
  ['cursor[a]=1', 'cursor'],
  ['cursor=%D9%A1', 'cursor'],
  ['limit=', 'limit'],
  ['limit=0', 'limit'],
  ['limit=-1', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=1e1', 'limit'],
  ['limit=0x10', 'limit'],
  ['limit=%2010', 'limit'],
  ['limit=NaN', 'limit'],
  ['limit=Infinity', 'limit'],
  ['limit=1001', 'limit'],
  ['limit=5&limit=6', 'limit'],
  ['limit[]=5', 'limit'],
  ['limit[toString]=5', 'limit'],
  ['x=1', 'x'],
  ['constructor=1', 'constructor'],
  ['constructor[prototype][x]=1', 'constructor'],
  ['%6Cimit=0', 'limit'],
];

const FILTERS: Array<[string, string]> = [
  ['/v1/decisions?entityRef=component:default/..%2fx', 'entityRef'],
  ['/v1/decisions?entityRef=Component:default/x', 'entityRef'],
  ['/v1/decisions?entityRef=component:default/x%00', 'entityRef'],
  ['/v1/decisions?entityRef=component:default/%D1%85', 'entityRef'],
  ['/v1/decisions?entityRef=%E2%80%AEcomponent:default/x', 'entityRef'],
  ['/v1/decisions?environment=PRODUCTION', 'environment'],
  ['/v1/decisions?environment=production%0A', 'environment'],
  ['/v1/decisions?state=__proto__', 'state'],
  ['/v1/quarantine?sha256=', 'sha256'],
  [`/v1/quarantine?sha256=${'A'.repeat(64)}`, 'sha256'],
  [`/v1/quarantine?sha256=${'a'.repeat(63)}`, 'sha256'],
  [`/v1/quarantine?sha256=${'a'.repeat(64)},`, 'sha256'],
];

/** Addresses that name nothing. */
const PATHS: Array<[string, number]> = [
  ['/v1/decisions/..%2f..%2fetc%2fpasswd', 400],
  ['/v1/decisions/%00', 400],
  ['/v1/decisions/%ff', 400],
  ['/v1/decisions/%E0%A4%A', 400],
  ['/v1/decisions/__proto__', 400],
  ['/v1/decisions/__proto__/gate', 400],
  [`/v1/decisions/${'1'.repeat(8_000)}/attestation`, 400],
  ['/v1/decisions/00000000-0000-0000-0000-00000000000%D9%A1', 400],
  ['/v1/decisions/5b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140', 404],
  ['/v1/decisions/5b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140/gate', 404],
  ['/v1/decisions/5b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140/attestation', 404],
  ['/v1/../../../etc/passwd', 404],
  ['/v1/%2e%2e/keys', 404],
  ['//v1/policy', 404],
];

const GATES = ['26', '-1', 'NaN', '1e9', '', '%00', '1&waitSeconds=2'];

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  let portal: TestPortal;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    portal = await createHostilePortal(await databases.init(databaseId));
    server = await listen(portal.app);
  });
  afterAll(async () => server.close());

  const get = async (path: string) => {
    const answer = await exchange({
      port: server.port,
      method: 'GET',
      path,
      headers: { Authorization: 'Bearer owner' },
    });
    const isJson = answer.headers['content-type']?.includes('json');
    const { error } = isJson ? JSON.parse(answer.text) : { error: undefined };
    return { status: answer.status, error, text: answer.text };
  };
  const refused = (path: string) => ({
    status: 400,
    paths: expect.arrayContaining([expect.stringContaining(path)]),
  });
  const refusalOf = async (url: string) => {
    const { status, error } = await get(url);
    return {
      status,
      paths: error?.faults?.map((fault: { path: string }) => fault.path),
    };
  };

  it.each(LISTS)('%s refuses what is no query', async list => {
    for (const [query, path] of QUERIES) {
      const url = `${list}?${query.replaceAll(' ', '%20')}`;
      expect({ url, ...(await refusalOf(url)) }).toEqual({
        url,
        ...refused(path),
      });
    }
    expect((await get(list)).status).toBe(200);
    // Beyond what the database counts by there is nothing, in no list.
    for (const [cursor, status] of [
      ['2147483647', 200],
      ['2147483648', list === '/v1/ledger' ? 200 : 400],
      ['999999999999999', list === '/v1/ledger' ? 200 : 400],
    ] as const) {
      const answer = await get(`${list}?cursor=${cursor}`);
      expect([cursor, answer.status]).toEqual([cursor, status]);
    }
    expect((await get(`${list}?limit=100`)).status).toBe(200);
  });

  it.each(FILTERS)('%s is refused', async (url, path) => {
    expect(await refusalOf(url)).toEqual(refused(path));
  });

  it.each(PATHS)('%s is a %d', async (url, status) => {
    const answer = await get(url);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/(?:\\n|\n)\s+at |node_modules/);
  });

  it('a gate waits for no odd time', async () => {
    const { id } = await submit(portal, release(1));
    for (const seconds of GATES) {
      const url = `/v1/decisions/${id}/gate?waitSeconds=${seconds}`;
      expect({ seconds, ...(await refusalOf(url)) }).toEqual({
        seconds,
        ...refused('waitSeconds'),
      });
    }
  });

  it('reading changes nothing', async () => {
    const before = await tableDigests(portal.knex);
    for (const list of LISTS) await get(list);
    for (const url of ['/v1/keys', '/v1/policy', '/v1/ledger/head']) {
      expect([url, (await get(url)).status]).toEqual([url, 200]);
    }
    expect(await tableDigests(portal.knex)).toEqual(before);
  });
});
