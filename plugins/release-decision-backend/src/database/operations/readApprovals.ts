import { Knex } from 'knex';
import { ApprovalRow } from '../rows';

/** Approvals per decision, oldest first. */
export async function readApprovals(
  knex: Knex,
  decisionIds: readonly string[],
): Promise<Map<string, ApprovalRow[]>> {
  const rows = await knex<ApprovalRow & { id: number }>('approvals')
    .whereIn('decision_id', decisionIds as string[])
    .orderBy('id');
  return Map.groupBy(rows, row => row.decision_id);
}
