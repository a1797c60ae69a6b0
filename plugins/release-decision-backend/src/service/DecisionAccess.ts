import {
  releaseDecisionApprovePermission,
  releaseDecisionOverridePermission,
  releaseDecisionReadPermission,
  releaseDecisionRejectPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  CatalogPeople,
  DecisionQuery,
  DecisionResource,
  DecisionRuleset,
  explainRefusal,
} from '@adaptive-delivery/plugin-release-node';
import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { DecisionCriteria, DecisionCriterion } from '../database';
import { DecisionAction, Withheld } from '../domain';
import { Places } from './Places';

/** Which decisions a caller may read. */
export type ReadScope = {
  /** For the database; null when it is all of them. */
  criteria: DecisionCriteria | null;
  includes(decision: DecisionResource): boolean;
};

const permissionOf = {
  approve: releaseDecisionApprovePermission,
  reject: releaseDecisionRejectPermission,
  override: releaseDecisionOverridePermission,
} as const;

const actions = Object.keys(permissionOf) as DecisionAction[];

/** That a permission is not given at all. */
export const notGiven = (permission: string) =>
  `You do not have the permission ${permission}; ask whoever keeps adaptiveDelivery.roles.`;

/** Why a permission with conditions does not reach a decision. */
export const notCovered = (permission: string, reasons: readonly string[]) =>
  `Your permission ${permission} does not reach this decision: ${reasons.join(
    ', and ',
  )}.`;

/** Asks the permission framework about decisions, conditions and all. */
export class DecisionAccess {
  constructor(
    private readonly deps: {
      permissions: PermissionsService;
      ruleset: DecisionRuleset;
      places: Places;
      people: CatalogPeople;
    },
  ) {}

  /** What the permissions of a caller keep from them, per decision. */
  async withheldFor(credentials: BackstageCredentials): Promise<Withheld> {
    const outcomes = await this.deps.permissions.authorizeConditional(
      actions.map(action => ({ permission: permissionOf[action] })),
      { credentials },
    );
    return (action, decision) =>
      this.refusal(
        permissionOf[action].name,
        outcomes[actions.indexOf(action)],
        decision,
      );
  }

  private refusal(
    permission: string,
    outcome: PolicyDecision,
    decision: DecisionResource,
  ): string | null {
    if (outcome.result === AuthorizeResult.ALLOW) return null;
    if (outcome.result !== AuthorizeResult.CONDITIONAL) {
      return notGiven(permission);
    }
    const { ruleset } = this.deps;
    if (createConditionAuthorizer(ruleset)(outcome, decision)) return null;
    return notCovered(
      permission,
      explainRefusal(outcome.conditions, decision, ruleset),
    );
  }

  /** @throws NotAllowedError when the caller may read no decision at all. */
  async reading(credentials: BackstageCredentials): Promise<ReadScope> {
    const permission = releaseDecisionReadPermission;
    const [outcome] = await this.deps.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (outcome.result === AuthorizeResult.ALLOW) {
      return { criteria: null, includes: () => true };
    }
    if (outcome.result !== AuthorizeResult.CONDITIONAL) {
      throw new NotAllowedError(notGiven(permission.name));
    }
    const { ruleset } = this.deps;
    const isIn = createConditionAuthorizer(ruleset);
    return {
      criteria: await this.forDatabase(
        createConditionTransformer(ruleset)(outcome.conditions),
      ),
      includes: decision => isIn(outcome, decision),
    };
  }

  /** Replaces what only the catalog knows by what the database can compare. */
  private async forDatabase(
    criteria: PermissionCriteria<DecisionQuery>,
  ): Promise<DecisionCriteria> {
    const all = (children: Array<PermissionCriteria<DecisionQuery>>) =>
      Promise.all(children.map(child => this.forDatabase(child)));
    if (isAndCriteria(criteria)) {
      const [first, ...more] = await all(criteria.allOf);
      return { allOf: [first, ...more] };
    }
    if (isOrCriteria(criteria)) {
      const [first, ...more] = await all(criteria.anyOf);
      return { anyOf: [first, ...more] };
    }
    return isNotCriteria(criteria)
      ? { not: await this.forDatabase(criteria.not) }
      : this.criterionFor(criteria);
  }

  private async criterionFor(query: DecisionQuery): Promise<DecisionCriterion> {
    const { places, people } = this.deps;
    switch (query.kind) {
      case 'ownedBy':
        return {
          kind: 'componentIn',
          refs: await places.componentsOf(query.claims),
        };
      case 'notWrittenBy': {
        const person = await people.find(query.userRef);
        return {
          kind: 'notWrittenBy',
          emails: person?.email ? [person.email] : [],
        };
      }
      default:
        return query;
    }
  }
}
