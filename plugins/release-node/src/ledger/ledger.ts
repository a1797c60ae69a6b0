import {
  GENESIS_HASH,
  LedgerCheck,
  LedgerHead,
  LedgerRow,
  Page,
  canonicalJson,
  hashedTextOf,
} from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { sha256Of } from '../digest';
import { isPostgres } from '../database';

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
  await knex('ledger_head').insert({ id: 1, seq: 0, hash: GENESIS_HASH });
}

/** Text that somebody put in place of JSON is shown as it is, and does not fit its digest. */
function readPayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

const toLedgerRow = (row: StoredRow): LedgerRow => ({
  seq: Number(row.seq),
  at: row.at,
  kind: row.kind,
  subject: row.subject,
  payloadDigest: row.payload_digest,
  payload: row.payload === null ? null : readPayload(row.payload),
  previousHash: row.previous_hash,
  hash: row.hash,
});

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
    payloadDigest: sha256Of(payload),
    previousHash: head.hash,
  };
  const hash = sha256Of(hashedTextOf(row));
  await trx('ledger').insert({
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    subject: row.subject,
    payload_digest: row.payloadDigest,
    payload,
    previous_hash: row.previousHash,
    hash,
  });
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
    items: page.map(toLedgerRow),
    nextCursor:
      rows.length > options.limit ? String(page[page.length - 1].seq) : null,
  };
}

/** How far the ledger goes: the last row and its hash. */
export async function readLedgerHead(knex: Knex): Promise<LedgerHead> {
  const head = await knex('ledger_head').where({ id: 1 }).first('seq', 'hash');
  return { seq: Number(head.seq), hash: head.hash };
}

/**
 * Walks the chain from the start.
 *
 * @returns the sequence number of the first altered row, or null when it holds.
 */
export async function findBrokenLedgerRow(knex: Knex): Promise<number | null> {
  const head = await readLedgerHead(knex);
  const check = new LedgerCheck(sha256Of, [{ ...head, root: 'the head' }]);
  let cursor: string | undefined;
  do {
    const page = await readLedger(knex, { cursor, limit: 500 });
    for (const row of page.items) check.add(row);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  const fault = check.end();
  if (fault) return fault.seq;
  return check.head.hash === head.hash ? null : check.rows + 1;
}
