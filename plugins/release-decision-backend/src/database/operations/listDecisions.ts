import { Knex } from 'knex';
import { DecisionFilter } from '../DecisionStore';
import { DecisionRow } from '../rows';
import { applyCriteria } from './applyCriteria';

/**
 * Decisions, newest first; of an entity those about it, alone or in bundles.
 * Asked for an entity, the order is that of `decision_components`, whose
 * indexes end in it: a page reads its own rows, however many there are.
 *
 * @returns one more than the limit when there are more.
 */
export async function listDecisions(
  knex: Knex,
  filter: DecisionFilter,
): Promise<DecisionRow[]> {
  const { entityRef, environment, state, cursor, limit, criteria } = filter;
  const from = entityRef
    ? knex('decision_components as about')
        .join('decisions', 'decisions.seq', 'about.decision_seq')
        .where('about.component', entityRef)
    : knex('decisions');
  const [seq, place, inState] = entityRef
    ? ['about.decision_seq', 'about.environment', 'about.state']
    : ['decisions.seq', 'decisions.environment', 'decisions.state'];
  return from
    .where(query => {
      if (environment) query.where(place, environment);
      if (state) query.where(inState, state);
      if (cursor) query.where(seq, '<', Number(cursor));
      if (criteria) applyCriteria(query, criteria);
    })
    .orderBy(seq, 'desc')
    .limit(limit + 1)
    .select('decisions.*');
}
