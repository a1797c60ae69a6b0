import { isPostgres } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { entitiesOf } from '@adaptive-delivery/plugin-release-common';
import { Superseded } from '../DecisionStore';
import { DecisionRow, toDecision } from '../rows';
import { moveDecision } from './moveDecision';

/**
 * Locks the decisions about any of these components that wait for approval or
 * for the end of a freeze window. Before anything is written: whoever approves
 * one holds its row while it waits for the ledger.
 */
export async function lockWaiting(
  trx: Knex.Transaction,
  components: readonly string[],
  environment: string,
): Promise<DecisionRow[]> {
  const query = trx<DecisionRow>('decisions')
    .whereIn('seq', about =>
      about
        .select('decision_seq')
        .from('decision_components')
        .where({ environment })
        .whereIn('component', components as string[])
        .whereIn('state', ['awaitingApproval', 'queued']),
    )
    .where(waiting =>
      waiting
        .where({ state: 'awaitingApproval' })
        .orWhere(held =>
          held.where({ state: 'queued' }).whereNotNull('release_after'),
        ),
    )
    .orderBy('seq');
  return isPostgres(trx) ? query.forUpdate() : query;
}

/**
 * Ends decisions in favour of a newer build or bundle: approving an old one
 * after that would be a surprise.
 */
export async function supersede(
  trx: Knex.Transaction,
  rows: readonly DecisionRow[],
  newer: { words: string; at: Date; by: string; channels: readonly string[] },
): Promise<Superseded[]> {
  const { words, ...rest } = newer;
  for (const row of rows) {
    await moveDecision(trx, row, { to: 'superseded', reason: words, ...rest });
  }
  return rows.map(row => ({
    id: row.id,
    entities: entitiesOf(toDecision(row, []).candidate),
  }));
}
