import {
  RoleName,
  RolePerson,
  RoleSettings,
  createDecisionConditionalDecision,
  holdsRole,
  permitDecision,
} from '@adaptive-delivery/plugin-release-node';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { requirementFor } from './permissionTable';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/** Gives the references of a person together with the groups above them. */
export type WithParents = (refs: readonly string[]) => Promise<string[]>;

/**
 * Release permissions go by role and are denied where no role is named for
 * them; the rest of the portal is open to signed-in people, except for taking
 * away what is not theirs. Who may approve a particular decision is settled by
 * the decision itself; this policy only says who may approve at all, and, where
 * `adaptiveDelivery.approvals` says so, up to which risk and not one's own.
 */
export class ReleasePermissionPolicy implements PermissionPolicy {
  constructor(
    private readonly settings: RoleSettings,
    private readonly withParents: WithParents = async refs => [...refs],
  ) {}

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return deny;
    const { ownershipEntityRefs, userEntityRef } = user.info;
    const person = async (): Promise<RolePerson> => ({
      userRef: userEntityRef,
      ownershipRefs: await this.withParents(ownershipEntityRefs),
    });
    const has = async (role: RoleName) =>
      holdsRole(this.settings.roles, role, (await person()).ownershipRefs);

    const requirement = requirementFor(request.permission);
    switch (requirement.kind) {
      case 'everyone':
        return allow;
      case 'role':
        return (await has(requirement.role)) ? allow : deny;
      case 'decision':
        return this.forDecision(request.permission, await person());
      case 'ownEntity':
        if (await has('administrator')) return allow;
        return {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'catalog',
          resourceType: 'catalog-entity',
          conditions: {
            rule: 'IS_ENTITY_OWNER',
            resourceType: 'catalog-entity',
            params: { claims: ownershipEntityRefs },
          },
        };
      case 'ownTask':
        if (await has('administrator')) return allow;
        return {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'scaffolder',
          resourceType: 'scaffolder-task',
          conditions: {
            rule: 'IS_TASK_OWNER',
            resourceType: 'scaffolder-task',
            params: { createdBy: [userEntityRef] },
          },
        };
      default:
        return deny;
    }
  }

  private forDecision(
    permission: Permission,
    person: RolePerson,
  ): PolicyDecision {
    const permit = permitDecision(this.settings, permission.name, person);
    if (permit.kind === 'all') return allow;
    if (permit.kind === 'none') return deny;
    // Asked without being about a decision, there is nothing to fit.
    return isResourcePermission(permission, 'release-decision')
      ? createDecisionConditionalDecision(permission, permit.conditions)
      : deny;
  }
}
