import { DsseEnvelope } from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { SignedStatement, toEnvelope } from './SignedStatement';

type StatementRow = {
  seq: number;
  about: string;
  predicate_type: string;
  payload: string;
  sha256: string;
  signatures: string;
  signed_at: string;
};

/** Frozen as first released; a later shape is a new function and migration. */
export async function createStatementTableV1(knex: Knex): Promise<void> {
  await knex.schema.createTable('signed_statement', table => {
    table.increments('seq');
    table.string('about', 36).notNullable();
    table.string('predicate_type', 100).notNullable();
    table.text('payload').notNullable();
    table.string('sha256', 64).notNullable();
    table.text('signatures').notNullable();
    table.string('signed_at', 40).notNullable();
    table.unique(['about', 'sha256']);
  });
}

/**
 * Where a backend keeps how far in its ledger it has attested what happened.
 * It begins behind what is there: nothing is signed after the fact.
 */
export async function createAttestedUpToTableV1(knex: Knex): Promise<void> {
  await knex.schema.createTable('attested_up_to', table => {
    table.integer('id').primary();
    table.bigInteger('seq').notNullable();
  });
  const { seq } = await knex('ledger_head').where({ id: 1 }).first('seq');
  await knex('attested_up_to').insert({ id: 1, seq });
}

/** @param about - id of the decision or rollout */
export async function keepStatements(
  trx: Knex.Transaction,
  about: string,
  statements: readonly SignedStatement[],
): Promise<void> {
  if (statements.length === 0) return;
  await trx<StatementRow>('signed_statement').insert(
    statements.map(item => ({
      about,
      predicate_type: item.predicateType,
      payload: item.payload,
      sha256: item.sha256,
      signatures: JSON.stringify(item.signatures),
      signed_at: item.signedAt,
    })),
  );
}

/** Signed envelopes about decisions or rollouts, in the order they were signed. */
export async function readEnvelopes(
  knex: Knex,
  about: readonly string[],
): Promise<DsseEnvelope[]> {
  const rows = await knex<StatementRow>('signed_statement')
    .whereIn('about', about as string[])
    .orderBy('seq');
  return rows.map(row =>
    toEnvelope({
      payload: row.payload,
      signatures: JSON.parse(row.signatures),
    }),
  );
}
