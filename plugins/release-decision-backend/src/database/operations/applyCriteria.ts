import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { DecisionCriteria, DecisionCriterion } from '../DecisionStore';

function applyOne(query: Knex.QueryBuilder, criterion: DecisionCriterion) {
  switch (criterion.kind) {
    case 'componentIn':
      query.whereExists(about =>
        about
          .select('decision_components.decision_seq')
          .from('decision_components')
          .whereRaw('decision_components.decision_seq = decisions.seq')
          .whereIn('decision_components.component', criterion.refs as string[]),
      );
      break;
    case 'notWrittenBy':
      query.whereNotExists(author =>
        author
          .select('decision_authors.decision_id')
          .from('decision_authors')
          .whereRaw('decision_authors.decision_id = decisions.id')
          .whereIn('decision_authors.email', criterion.emails as string[]),
      );
      break;
    default:
      query.where('decisions.risk_score', '<', criterion.score);
  }
}

/**
 * Narrows a query on `decisions` to what fits the conditions of a permission.
 * An empty `anyOf` fits nothing, an empty `allOf` everything.
 */
export function applyCriteria(
  query: Knex.QueryBuilder,
  criteria: DecisionCriteria,
): void {
  if (isAndCriteria(criteria)) {
    for (const child of criteria.allOf) {
      query.where(inner => applyCriteria(inner, child));
    }
  } else if (isOrCriteria(criteria)) {
    query.where(any => {
      any.whereRaw('1 = 0');
      for (const child of criteria.anyOf) {
        any.orWhere(inner => applyCriteria(inner, child));
      }
    });
  } else if (isNotCriteria(criteria)) {
    query.whereNot(inner => applyCriteria(inner, criteria.not));
  } else {
    applyOne(query, criteria);
  }
}
