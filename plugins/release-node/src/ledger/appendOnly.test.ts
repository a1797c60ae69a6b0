import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { letLedgerChangeV1, makeLedgerAppendOnlyV1 } from './appendOnly';
import {
  appendToLedger,
  createLedgerTablesV1,
  findBrokenLedgerRow,
  readLedger,
} from './ledger';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const append = (knex: Knex, subject: string) =>
  knex.transaction(trx =>
    appendToLedger(trx, {
      at: new Date('2026-11-01T00:00:00Z'),
      kind: 'decision.queued',
      subject,
      payload: { subject },
    }),
  );

type Attempt = [string, (knex: Knex) => Knex.QueryBuilder | Knex.Raw];

const forged = { at: '', kind: 'x', subject: 'x', payload_digest: '' };

const refused: Attempt[] = [
  ['deleting a row', knex => knex('ledger').where({ seq: 2 }).delete()],
  ['changing a time', knex => knex('ledger').update({ at: '2020' })],
  ['changing a payload', knex => knex('ledger').update({ payload: '{}' })],
  ['changing a digest', knex => knex('ledger').update({ payload_digest: '' })],
  [
    'changing a digest while the payload goes',
    knex => knex('ledger').update({ payload_digest: '', payload: null }),
  ],
  [
    'adding a row behind a gap',
    knex =>
      knex('ledger').insert({
        ...forged,
        seq: 9,
        previous_hash: '',
        hash: 'h',
      }),
  ],
  [
    'adding a row that does not follow the head',
    knex =>
      knex('ledger').insert({
        ...forged,
        seq: 4,
        previous_hash: '',
        hash: 'h',
      }),
  ],
  ['moving the head back', knex => knex('ledger_head').update({ seq: 1 })],
  [
    'moving the head on without a row',
    knex => knex('ledger_head').update({ seq: 4 }),
  ],
  ['deleting the head', knex => knex('ledger_head').delete()],
  [
    'adding a second head',
    knex => knex('ledger_head').insert({ id: 2, seq: 0, hash: '' }),
  ],
];

const onSqlite: Attempt[] = [
  [
    'replacing a row',
    knex =>
      knex.raw(
        `INSERT OR REPLACE INTO ledger SELECT seq, at, 'other', subject, payload_digest, payload, previous_hash, hash FROM ledger WHERE seq = 2`,
      ),
  ],
];
const onPostgres: Attempt[] = [
  ['emptying the table', knex => knex.raw('TRUNCATE ledger')],
  ['emptying the head', knex => knex.raw('TRUNCATE ledger_head')],
];

describe.each(databases.eachSupportedId())('append-only ledger on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.init(id);
    await createLedgerTablesV1(knex);
    await append(knex, 'before the rule');
    await makeLedgerAppendOnlyV1(knex);
    await append(knex, 'second');
    await append(knex, 'third');
  });

  it.each([...refused, ...(id === 'SQLITE_3' ? onSqlite : onPostgres)])(
    'refuses %s',
    async (_what, attempt) => {
      const before = await readLedger(knex, { limit: 10 });
      await expect(attempt(knex)).rejects.toThrow(/append-only/);
      expect(await readLedger(knex, { limit: 10 })).toEqual(before);
    },
  );

  it('lets retention remove a payload, and rows be added after that', async () => {
    await knex('ledger').where({ seq: 1 }).update({ payload: null });
    await append(knex, 'fourth');
    expect(await findBrokenLedgerRow(knex)).toBeNull();
    const { items } = await readLedger(knex, { limit: 10 });
    expect(items.map(row => row.payload)).toEqual([
      null,
      { subject: 'second' },
      { subject: 'third' },
      { subject: 'fourth' },
    ]);
  });

  it('is taken away without a trace', async () => {
    await letLedgerChangeV1(knex);
    await knex('ledger').where({ seq: 2 }).update({ kind: 'other' });
    expect(await findBrokenLedgerRow(knex)).toBe(2);
    await makeLedgerAppendOnlyV1(knex);
  });
});
