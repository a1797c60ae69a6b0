import { Knex } from 'knex';
import { PastRelease } from '../../domain';
import { DecisionRow } from '../rows';

/** Finished releases of a component into an environment, newest first. */
export async function readPastReleases(
  knex: Knex,
  lane: { component: string; environment: string },
  limit: number,
): Promise<PastRelease[]> {
  const rows = await knex<DecisionRow>('decisions')
    .where(lane)
    .whereIn('state', ['promoted', 'rolledBack'])
    .orderBy('seq', 'desc')
    .limit(limit)
    .select('state', 'updated_at');
  return rows.map(row => ({
    state: row.state === 'rolledBack' ? 'rolledBack' : 'promoted',
    finishedAt: row.updated_at,
  }));
}
