import { Knex } from 'knex';
import { PastRelease } from '../../domain';
import { DecisionRow } from '../rows';

type FinishedRow = Pick<DecisionRow, 'seq' | 'updated_at'>;

/** Finished releases of a component into an environment, alone or in bundles, newest first. */
export async function readPastReleases(
  knex: Knex,
  lane: { component: string; environment: string },
  limit: number,
): Promise<PastRelease[]> {
  // One question per state: an index holds the rows of each in order.
  const newest = (state: PastRelease['state']) =>
    knex('decision_components as about')
      .join('decisions', 'decisions.seq', 'about.decision_seq')
      .where({
        'about.component': lane.component,
        'about.environment': lane.environment,
        'about.state': state,
      })
      .orderBy('about.decision_seq', 'desc')
      .limit(limit)
      .select<FinishedRow[]>('decisions.seq', 'decisions.updated_at');
  const finished = await Promise.all(
    (['promoted', 'rolledBack'] as const).map(async state =>
      (await newest(state)).map(row => ({ ...row, state })),
    ),
  );
  return finished
    .flat()
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limit)
    .map(({ state, updated_at }) => ({ state, finishedAt: updated_at }));
}
