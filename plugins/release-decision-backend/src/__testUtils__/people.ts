import {
  RoleSettings,
  createDecisionConditionalDecision,
  permitDecision,
} from '@adaptive-delivery/plugin-release-node';
import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
  isResourcePermission,
} from '@backstage/plugin-permission-common';

/** Groups per person of the tests; payments is below division. */
export const groupsOf: Record<string, string[]> = {
  'user:default/olga': ['group:default/payments'],
  'user:default/sam': ['group:default/sre'],
  'user:default/bea': ['group:default/payments', 'group:default/sre'],
  'user:default/dora': ['group:default/payments'],
};

function user(name: string, email: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { email } },
    relations: (groupsOf[`user:default/${name}`] ?? []).map(targetRef => ({
      type: 'memberOf',
      targetRef,
    })),
  };
}

const group = (name: string, parent?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name, namespace: 'default' },
  relations: parent
    ? [{ type: 'childOf', targetRef: `group:default/${parent}` }]
    : [],
});

/** dora writes the code; the address of olga is written in another way. */
export const people: Entity[] = [
  user('olga', 'Olga@Example.com'),
  user('sam', 'sam@example.com'),
  user('bea', 'bea@example.com'),
  user('stan', 'stan@example.com'),
  user('dora', 'dora@example.com'),
  group('payments', 'division'),
  group('division'),
  group('sre'),
];

type Known = BackstageCredentials<
  BackstageServicePrincipal | BackstageUserPrincipal
>;

/** Everybody may do everything, except that vera may only look. */
function loose(permission: Permission, userRef: string): PolicyDecision {
  const { ALLOW, DENY } = AuthorizeResult;
  const allowed =
    userRef !== 'user:default/vera' || permission.attributes.action === 'read';
  return { result: allowed ? ALLOW : DENY };
}

/** As the permission policy counts them. */
const withAbove = (groups: string[]) =>
  groups.flatMap(ref =>
    ref === 'group:default/payments' ? [ref, 'group:default/division'] : [ref],
  );

function byRoles(
  roles: RoleSettings,
  permission: Permission,
  userRef: string,
): PolicyDecision {
  if (!isResourcePermission(permission, 'release-decision')) {
    return { result: AuthorizeResult.ALLOW };
  }
  const permit = permitDecision(roles, permission.name, {
    userRef,
    ownershipRefs: [userRef, ...withAbove(groupsOf[userRef] ?? [])],
  });
  const { ALLOW, DENY } = AuthorizeResult;
  if (permit.kind !== 'some') {
    return { result: permit.kind === 'all' ? ALLOW : DENY };
  }
  return createDecisionConditionalDecision(permission, permit.conditions);
}

/** Services by their restrictions, as Backstage does; people by the roles. */
export function testPermissions(roles?: RoleSettings): PermissionsService {
  const decide = (permission: Permission, credentials: Known) => {
    const { principal } = credentials;
    if (principal.type === 'service') {
      const names = principal.accessRestrictions?.permissionNames;
      const { ALLOW, DENY } = AuthorizeResult;
      return {
        result: names?.includes(permission.name) ?? true ? ALLOW : DENY,
      } as const;
    }
    const { userEntityRef } = principal;
    return roles
      ? byRoles(roles, permission, userEntityRef)
      : loose(permission, userEntityRef);
  };
  const credentialsIn = (options: unknown) =>
    (options as { credentials: Known }).credentials;
  return {
    authorizeConditional: async (asked, options) =>
      asked.map(({ permission }) => decide(permission, credentialsIn(options))),
    authorize: async (asked, options) =>
      asked.map(({ permission }) => {
        const decision = decide(permission, credentialsIn(options));
        if (decision.result === AuthorizeResult.CONDITIONAL) {
          throw new Error(`${permission.name} is asked without its decision`);
        }
        return decision;
      }),
  };
}
