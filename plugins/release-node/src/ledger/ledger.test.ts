import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  appendToLedger,
  createLedgerTablesV1,
  findBrokenLedgerRow,
  readLedger,
} from './ledger';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function ledgerWith(id: TestDatabaseId, rows: number): Promise<Knex> {
  const knex = await databases.init(id);
  await createLedgerTablesV1(knex);
  for (let i = 1; i <= rows; i++) {
    await knex.transaction(trx => append(trx, `subject-${i}`));
  }
  return knex;
}

function append(trx: Knex.Transaction, subject: string) {
  return appendToLedger(trx, {
    at: new Date('2026-11-01T00:00:00Z'),
    kind: 'decision.queued',
    subject,
    payload: { subject, score: 63.5 },
  });
}

describe.each(databases.eachSupportedId())('ledger on %s', id => {
  it('forms a chain that holds and pages through it in order', async () => {
    const knex = await ledgerWith(id, 5);
    expect(await findBrokenLedgerRow(knex)).toBeNull();

    const first = await readLedger(knex, { limit: 3 });
    const second = await readLedger(knex, {
      limit: 3,
      cursor: first.nextCursor ?? undefined,
    });
    expect([...first.items, ...second.items].map(row => row.subject)).toEqual([
      'subject-1',
      'subject-2',
      'subject-3',
      'subject-4',
      'subject-5',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(second.items[0].previousHash).toBe(first.items[2].hash);
  });

  it('writes nothing when the transaction it belongs to fails', async () => {
    const knex = await ledgerWith(id, 1);
    await expect(
      knex.transaction(async trx => {
        await append(trx, 'lost');
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    expect((await readLedger(knex, { limit: 10 })).items).toHaveLength(1);
    expect(await findBrokenLedgerRow(knex)).toBeNull();
  });

  it('stays one chain when several write at once', async () => {
    const knex = await ledgerWith(id, 0);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        knex.transaction(trx => append(trx, `parallel-${i}`)),
      ),
    );
    expect((await readLedger(knex, { limit: 50 })).items).toHaveLength(20);
    expect(await findBrokenLedgerRow(knex)).toBeNull();
  });

  it.each([
    ['a changed time', { at: '2020-01-01T00:00:00.000Z' }],
    ['a changed kind', { kind: 'decision.rejected' }],
    ['a changed payload', { payload: '{"score":1}' }],
    ['a changed hash', { hash: 'f'.repeat(64) }],
  ])('finds the first altered row after %s', async (_what, change) => {
    const knex = await ledgerWith(id, 4);
    await knex('ledger').where({ seq: 3 }).update(change);
    expect(await findBrokenLedgerRow(knex)).toBe(3);
  });

  it('finds a row cut out of the middle or off the end', async () => {
    const knex = await ledgerWith(id, 4);
    await knex('ledger').where({ seq: 4 }).delete();
    expect(await findBrokenLedgerRow(knex)).toBe(4);
    await knex('ledger').where({ seq: 2 }).delete();
    expect(await findBrokenLedgerRow(knex)).toBe(2);
  });

  it('holds when retention has removed payloads', async () => {
    const knex = await ledgerWith(id, 3);
    await knex('ledger').where({ seq: 1 }).update({ payload: null });
    expect(await findBrokenLedgerRow(knex)).toBeNull();
  });
});
