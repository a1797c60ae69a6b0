import { isPostgres } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { DecisionRow } from '../rows';

/**
 * Reads a decision for change: PostgreSQL locks the row; SQLite has one
 * connection, so a transaction is alone anyway.
 */
export async function lockDecision(
  trx: Knex.Transaction,
  id: string,
): Promise<DecisionRow | undefined> {
  const query = trx<DecisionRow>('decisions').where({ id }).first();
  return isPostgres(trx) ? query.forUpdate() : query;
}
