import {
  LedgerRow,
  Page,
  canonicalJson,
} from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { digestOf, sha256Of } from '../digest';
import { isPostgres } from '../database';

const GENESIS = '0'.repeat(64);

export type LedgerEntry = {
  /** Domain time of the transition. */
  at: Date;
  /** What happened, such as `decision.approved`. */
  kind: string;
  /** Id of what it happened to. */
  subject: string;
  payload: unknown;
};

type StoredRow = {
  seq: number | string;
  at: string;
  kind: string;
  subject: string;
  payload_digest: string;
  payload: string | null;
  previous_hash: string;
  hash: string;
};

/** Frozen as first released; a later shape is a new function and migration. */
export async function createLedgerTablesV1(knex: Knex): Promise<void> {
  await knex.schema.createTable('ledger', table => {
    table.bigInteger('seq').primary();
    table.string('at', 40).notNullable();
    table.string('kind', 100).notNullable();
    table.string('subject', 255).notNullable().index();
    table.string('payload_digest', 64).notNullable();
    table.text('payload');
    table.string('previous_hash', 64).notNullable();
    table.string('hash', 64).notNullable().unique();
  });
  await knex.schema.createTable('ledger_head', table => {
    table.integer('id').primary();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
  });
  await knex('ledger_head').insert({ id: 1, seq: 0, hash: GENESIS });
}

function hashOf(row: Omit<StoredRow, 'hash' | 'payload'>): string {
  return sha256Of(
    canonicalJson({
      seq: Number(row.seq),
      at: row.at,
      kind: row.kind,
      subject: row.subject,
      payloadDigest: row.payload_digest,
      previousHash: row.previous_hash,
    }),
  );
}

/**
 * Appends to the hash-chained ledger inside the caller's transaction. The head
 * row is locked first, so appends of several replicas form one chain.
 */
export async function appendToLedger(
  trx: Knex.Transaction,
  entry: LedgerEntry,
): Promise<void> {
  const query = trx('ledger_head').where({ id: 1 }).first('seq', 'hash');
  const head = await (isPostgres(trx) ? query.forUpdate() : query);
  const payload = canonicalJson(entry.payload);
  const row = {
    seq: Number(head.seq) + 1,
    at: entry.at.toISOString(),
    kind: entry.kind,
    subject: entry.subject,
    payload_digest: digestOf(entry.payload),
    previous_hash: head.hash,
  };
  const hash = hashOf(row);
  await trx('ledger').insert({ ...row, payload, hash });
  await trx('ledger_head').where({ id: 1 }).update({ seq: row.seq, hash });
}

/** Rows after the cursor, oldest first. */
export async function readLedger(
  knex: Knex,
  options: { cursor?: string; limit: number },
): Promise<Page<LedgerRow>> {
  const rows: StoredRow[] = await knex('ledger')
    .where('seq', '>', Number(options.cursor ?? 0))
    .orderBy('seq')
    .limit(options.limit + 1);
  const page = rows.slice(0, options.limit);
  return {
    items: page.map(row => ({
      seq: Number(row.seq),
      at: row.at,
      kind: row.kind,
      subject: row.subject,
      payloadDigest: row.payload_digest,
      payload: row.payload === null ? null : JSON.parse(row.payload),
      previousHash: row.previous_hash,
      hash: row.hash,
    })),
    nextCursor:
      rows.length > options.limit ? String(page[page.length - 1].seq) : null,
  };
}

/**
 * Walks the chain from the start.
 *
 * @returns the sequence number of the first altered row, or null when it holds.
 */
export async function findBrokenLedgerRow(knex: Knex): Promise<number | null> {
  let previous = GENESIS;
  let expected = 1;
  for (;;) {
    const rows: StoredRow[] = await knex('ledger')
      .where('seq', '>=', expected)
      .orderBy('seq')
      .limit(500);
    if (rows.length === 0) break;
    for (const row of rows) {
      const intact =
        Number(row.seq) === expected &&
        row.previous_hash === previous &&
        row.hash === hashOf(row) &&
        (row.payload === null || sha256Of(row.payload) === row.payload_digest);
      if (!intact) return expected;
      previous = row.hash;
      expected++;
    }
  }
  const head = await knex('ledger_head').where({ id: 1 }).first();
  return head.hash === previous && Number(head.seq) === expected - 1
    ? null
    : expected;
}
