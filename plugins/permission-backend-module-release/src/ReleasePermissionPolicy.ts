import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { requirementFor } from './permissionTable';
import { Roles, holdsRole } from './roles';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Release permissions go by role and are denied where no role is named for
 * them; the rest of the portal is open to signed-in people, except for taking
 * away what is not theirs. Who may approve a particular decision is settled by
 * the decision itself; this policy only says who may approve at all.
 */
export class ReleasePermissionPolicy implements PermissionPolicy {
  constructor(private readonly roles: Roles) {}

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return deny;
    const { ownershipEntityRefs, userEntityRef } = user.info;
    const has = (role: keyof Roles) =>
      holdsRole(this.roles, role, ownershipEntityRefs);

    const requirement = requirementFor(request.permission);
    switch (requirement.kind) {
      case 'everyone':
        return allow;
      case 'role':
        return has(requirement.role) ? allow : deny;
      case 'ownEntity':
        if (has('administrator')) return allow;
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
        if (has('administrator')) return allow;
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
}
