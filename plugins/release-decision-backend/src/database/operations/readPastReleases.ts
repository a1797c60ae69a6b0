import { Knex } from 'knex';
import { PastRelease } from '../../domain';
import { DecisionRow } from '../rows';

/** Finished releases of a component into an environment, alone or in bundles, newest first. */
export async function readPastReleases(
  knex: Knex,
  lane: { component: string; environment: string },
  limit: number,
): Promise<PastRelease[]> {
  const rows: DecisionRow[] = await knex('decision_components as about')
    .join('decisions', 'decisions.seq', 'about.decision_seq')
    .where({
      'about.component': lane.component,
      'about.environment': lane.environment,
    })
    .whereIn('decisions.state', ['promoted', 'rolledBack'])
    .orderBy('about.decision_seq', 'desc')
    .limit(limit)
    .select('decisions.state', 'decisions.updated_at');
  return rows.map(row => ({
    state: row.state === 'rolledBack' ? 'rolledBack' : 'promoted',
    finishedAt: row.updated_at,
  }));
}
