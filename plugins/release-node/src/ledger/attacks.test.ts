import {
  AnchoredHead,
  LedgerCheck,
  LedgerFault,
} from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { sha256Of } from '../digest';
import { letLedgerChangeV1, makeLedgerAppendOnlyV1 } from './appendOnly';
import { appendToLedger, createLedgerTablesV1, readLedger } from './ledger';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const ROWS = 6;

const append = (knex: Knex, subject: string) =>
  knex.transaction(trx =>
    appendToLedger(trx, {
      at: new Date('2026-11-01T00:00:00Z'),
      kind: 'decision.queued',
      subject,
      payload: { subject, score: 63.5 },
    }),
  );

/** The ledger as it is now, against what was anchored. */
async function check(
  knex: Knex,
  anchors: AnchoredHead[],
): Promise<LedgerFault | null> {
  const ledger = new LedgerCheck(sha256Of, anchors);
  let cursor: string | undefined;
  do {
    const page = await readLedger(knex, { cursor, limit: 2 });
    page.items.forEach(row => ledger.add(row));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ledger.end();
}

const row = (knex: Knex, seq: number) => knex('ledger').where({ seq });

/** Puts other rows in place of those from `seq` on, in a chain that fits. */
async function rewriteFrom(knex: Knex, seq: number, rows: number) {
  await knex('ledger').where('seq', '>=', seq).delete();
  const last = await row(knex, seq - 1).first();
  await knex('ledger_head').update({
    seq: seq - 1,
    hash: last?.hash ?? '0'.repeat(64),
  });
  for (let i = 0; i < rows; i++) await append(knex, `forged-${i}`);
}

type Attack = [
  what: string,
  attack: (knex: Knex) => Promise<unknown>,
  firstFault: number,
  words: RegExp,
];

const attacks: Attack[] = [
  [
    'a changed payload',
    knex => row(knex, 3).update({ payload: '{"score":1,"subject":"x"}' }),
    3,
    /its payload was altered/,
  ],
  [
    'a payload that is no JSON any more',
    knex => row(knex, 3).update({ payload: '{' }),
    3,
    /its payload was altered/,
  ],
  [
    'a changed payload with its digest',
    knex =>
      row(knex, 3).update({
        payload: '{"score":1}',
        payload_digest: sha256Of('{"score":1}'),
      }),
    3,
    /it was altered: it hashes to/,
  ],
  [
    'a changed time',
    knex => row(knex, 2).update({ at: '2020-01-01T00:00:00.000Z' }),
    2,
    /it was altered/,
  ],
  [
    'a changed subject',
    knex => row(knex, 5).update({ subject: 'another' }),
    5,
    /it was altered/,
  ],
  ['a deleted row', knex => row(knex, 3).delete(), 3, /the row is missing/],
  ['a first row deleted', knex => row(knex, 1).delete(), 1, /is missing/],
  [
    'rows cut off the end',
    async knex => {
      await knex('ledger').where('seq', '>', 4).delete();
      const last = await row(knex, 4).first();
      await knex('ledger_head').update({ seq: 4, hash: last.hash });
    },
    5,
    /rows are missing from the end: the ledger has 4, and root 1 saw 6/,
  ],
  ['all rows gone', knex => knex('ledger').delete(), 1, /rows are missing/],
  [
    'a row put in between',
    async knex => {
      for (const seq of [6, 5, 4])
        await row(knex, seq).update({ seq: seq + 1 });
      const third = await row(knex, 3).first();
      await knex('ledger').insert({ ...third, seq: 4, hash: 'a'.repeat(64) });
    },
    4,
    /it does not follow row 3/,
  ],
  [
    'two rows that changed places',
    async knex => {
      await row(knex, 3).update({ seq: 99 });
      await row(knex, 4).update({ seq: 3 });
      await row(knex, 99).update({ seq: 4 });
    },
    3,
    /it does not follow row 2/,
  ],
  [
    'the end rewritten in a chain that fits',
    knex => rewriteFrom(knex, 4, 3),
    6,
    /was rewritten together with all that follows: root 1 holds the hash/,
  ],
  [
    'the whole chain rewritten, and longer than before',
    knex => rewriteFrom(knex, 1, 9),
    6,
    /was rewritten together with all that follows/,
  ],
];

describe.each(databases.eachSupportedId())('a ledger on %s', id => {
  let knex: Knex;
  let anchors: AnchoredHead[];

  beforeEach(async () => {
    knex = await databases.init(id);
    await createLedgerTablesV1(knex);
    await makeLedgerAppendOnlyV1(knex);
    for (let i = 1; i <= ROWS; i++) await append(knex, `subject-${i}`);
    const { hash } = await row(knex, ROWS).first();
    anchors = [{ seq: ROWS, hash, root: 'root 1' }];
  });

  it('fits, and goes on behind what was anchored', async () => {
    await append(knex, 'later');
    await row(knex, 2).update({ payload: null });
    expect(await check(knex, anchors)).toBeNull();
  });

  it.each(attacks)('shows %s', async (_what, attack, seq, words) => {
    await letLedgerChangeV1(knex);
    await attack(knex);
    expect(await check(knex, anchors)).toEqual({
      seq,
      words: expect.stringMatching(words),
    });
  });

  it('does not show a rewritten chain by itself: that takes the anchor', async () => {
    await letLedgerChangeV1(knex);
    await rewriteFrom(knex, 1, ROWS);
    expect(await check(knex, [])).toBeNull();
    expect(await check(knex, anchors)).not.toBeNull();
  });
});
