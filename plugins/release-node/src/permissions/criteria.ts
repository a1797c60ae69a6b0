import {
  PermissionCondition,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  PermissionRuleset,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { DecisionQuery, DecisionResource } from './decisionResource';

export type DecisionRuleset = PermissionRuleset<
  DecisionResource,
  DecisionQuery
>;

type Criteria = PermissionCriteria<PermissionCondition>;

const words: Record<
  string,
  (resource: DecisionResource, params: PermissionCondition['params']) => string
> = {
  IS_ENTITY_OWNER: ({ entityRef, owner, partOwners = [] }) => {
    const owners = [...new Set([...(owner ? [owner] : []), ...partOwners])];
    return owners.length > 0
      ? `${entityRef} belongs to ${owners.join(' and ')}`
      : `${entityRef} has no owner`;
  },
  IS_NOT_AUTHOR: () => 'you wrote part of the change',
  HAS_RISK_BELOW: ({ riskScore }, params) =>
    `its risk of ${riskScore} is not below your ceiling of ${params?.score}`,
};

/**
 * Why a decision is outside the conditions of a permission, one entry per
 * condition that does not hold; empty when it is within.
 */
export function explainRefusal(
  criteria: Criteria,
  resource: DecisionResource,
  ruleset: DecisionRuleset,
): string[] {
  const explain = (child: Criteria) => explainRefusal(child, resource, ruleset);
  if (isAndCriteria(criteria)) return criteria.allOf.flatMap(explain);
  if (isOrCriteria(criteria)) {
    const refusals = criteria.anyOf.map(explain);
    return refusals.some(found => found.length === 0) ? [] : refusals.flat();
  }
  if (isNotCriteria(criteria)) {
    return explain(criteria.not).length === 0
      ? ['it is among those that the permission leaves out']
      : [];
  }
  const { rule: name, params } = criteria;
  const holds = ruleset.getRuleByName(name).apply(resource, params ?? {});
  if (holds) return [];
  return [
    words[name]?.(resource, params) ?? `the condition ${name} does not hold`,
  ];
}
