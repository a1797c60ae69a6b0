import {
  releaseDecisionApprovePermission,
  releaseDecisionOverridePermission,
  releaseDecisionReadPermission,
  releaseDecisionRejectPermission,
} from '@adaptive-delivery/plugin-release-common';
import { Config } from '@backstage/config';
import {
  PermissionCondition,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import { decisionConditions } from '../permissions';
import { ApprovalRules, readApprovalRules } from './approvalRules';
import {
  COMPONENT_OWNER,
  RoleName,
  Roles,
  holdsRole,
  readRoles,
} from './roles';

/** `adaptiveDelivery.roles` and `adaptiveDelivery.approvals`. */
export type RoleSettings = { roles: Roles; rules: ApprovalRules };

/** @throws InputError naming the key at fault. */
export function readRoleSettings(root: Config): RoleSettings {
  return { roles: readRoles(root), rules: readApprovalRules(root) };
}

export type RolePerson = {
  userRef: string;
  /** The person and the groups the person is in. */
  ownershipRefs: readonly string[];
};

/** For which decisions a permission is given: all, none, or those that fit. */
export type DecisionPermit =
  | { kind: 'all' }
  | { kind: 'none'; role: RoleName }
  | {
      kind: 'some';
      conditions: PermissionCriteria<PermissionCondition<'release-decision'>>;
    };

type Conditions = Extract<DecisionPermit, { kind: 'some' }>['conditions'];

const roleOf: ReadonlyMap<string, RoleName> = new Map([
  [releaseDecisionReadPermission.name, 'viewer'],
  [releaseDecisionApprovePermission.name, 'approver'],
  [releaseDecisionRejectPermission.name, 'approver'],
  [releaseDecisionOverridePermission.name, 'releaseManager'],
]);

/** Permissions by which something goes out that else would not. */
const releasing = new Set([
  releaseDecisionApprovePermission.name,
  releaseDecisionOverridePermission.name,
]);

/**
 * Score below which a person approves; null when nothing bounds it. One group
 * that is an approver without a ceiling is enough for that.
 */
function ceilingFor(
  { roles, rules }: RoleSettings,
  refs: readonly string[],
): number | null {
  const ceilings = refs.flatMap(ref => rules.riskBelow.get(ref) ?? []);
  const isUnbounded = refs.some(
    ref => roles.approver.has(ref) && !rules.riskBelow.has(ref),
  );
  return isUnbounded || ceilings.length === 0 ? null : Math.max(...ceilings);
}

function allOf(conditions: Conditions[]): DecisionPermit {
  const [first, ...more] = conditions;
  if (!first) return { kind: 'all' };
  return {
    kind: 'some',
    conditions: more.length > 0 ? { allOf: [first, ...more] } : first,
  };
}

/**
 * Which decisions a person may read, approve, reject or override, by the roles
 * of the configuration. Used by the permission policy, and where no policy can
 * be asked because nobody can act with a person's credentials, such as for a
 * click in Slack.
 *
 * @throws Error for a permission that is not about one decision.
 */
export function permitDecision(
  settings: RoleSettings,
  permissionName: string,
  person: RolePerson,
): DecisionPermit {
  const role = roleOf.get(permissionName);
  if (!role) throw new Error(`${permissionName} is not about one decision`);
  const { roles, rules } = settings;
  const refs = person.ownershipRefs.map(ref => ref.toLocaleLowerCase('en-US'));
  const conditions: Conditions[] = [];
  if (!holdsRole(roles, role, refs)) {
    if (!roles[role].has(COMPONENT_OWNER)) return { kind: 'none', role };
    conditions.push(decisionConditions.isEntityOwner({ claims: refs }));
  }
  if (releasing.has(permissionName)) {
    if (rules.notAuthor) {
      const userRef = person.userRef.toLocaleLowerCase('en-US');
      conditions.push(decisionConditions.isNotAuthor({ userRef }));
    }
    const ceiling = role === 'approver' ? ceilingFor(settings, refs) : null;
    if (ceiling !== null) {
      conditions.push(decisionConditions.hasRiskBelow({ score: ceiling }));
    }
  }
  return allOf(conditions);
}
