import { isPostgres } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { NewCandidate } from '../DecisionStore';
import { DecisionRow } from '../rows';
import { moveDecision } from './moveDecision';

/**
 * Locks the decisions of a lane that wait for approval or for the end of a
 * freeze window. Before anything is
 * written: whoever approves one holds its row while it waits for the ledger.
 */
export async function lockWaiting(
  trx: Knex.Transaction,
  lane: { component: string; environment: string },
): Promise<DecisionRow[]> {
  const query = trx<DecisionRow>('decisions')
    .where(lane)
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
 * Ends decisions in favour of a newer build: approving an old one after that
 * would be a surprise.
 *
 * @returns their ids.
 */
export async function supersede(
  trx: Knex.Transaction,
  rows: readonly DecisionRow[],
  candidate: NewCandidate,
  channels: readonly string[],
): Promise<string[]> {
  const { version, buildId } = candidate.submission.buildInfo;
  for (const row of rows) {
    await moveDecision(trx, row, {
      to: 'superseded',
      reason: `A newer build came: version ${version} (${buildId}).`,
      at: candidate.now,
      by: candidate.submittedBy,
      channels,
    });
  }
  return rows.map(({ id }) => id);
}
