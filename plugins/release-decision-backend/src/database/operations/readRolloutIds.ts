import { Knex } from 'knex';

/** Ids of the rollouts that reported, per decision, in the order they did. */
export async function readRolloutIds(
  knex: Knex,
  decisionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows: Array<{ decision_id: string; rollout_id: string }> = await knex(
    'rollout_reports',
  )
    .select('decision_id', 'rollout_id')
    .whereIn('decision_id', decisionIds as string[])
    .groupBy('decision_id', 'rollout_id')
    .orderByRaw('min(id)');
  const ids = new Map<string, string[]>();
  for (const { decision_id, rollout_id } of rows) {
    ids.set(decision_id, [...(ids.get(decision_id) ?? []), rollout_id]);
  }
  return ids;
}
