import {
  decisionResourcePermissions,
  policyProposePermission,
  policyReadPermission,
  quarantineLiftPermission,
  releaseDecisionSubmitPermission,
  rollbackExecutePermission,
  rolloutControlPermission,
  rolloutReadPermission,
} from '@adaptive-delivery/plugin-release-common';
import { RoleName } from '@adaptive-delivery/plugin-release-node';

/** First part of the name of every permission that is about releases. */
const RELEASE_NAMESPACES = new Set([
  'release',
  'rollout',
  'rollback',
  'policy',
  'quarantine',
]);

/** Those that go by role and by the decision in question. */
const aboutDecisions = new Set(
  decisionResourcePermissions.map(({ name }) => name),
);

/**
 * The role each other release permission asks for. `nobody` is for machines alone:
 * submission takes a service principal whose token names the permission, and
 * such principals never reach a permission policy.
 */
const releaseRoles: ReadonlyMap<string, RoleName | 'nobody'> = new Map([
  [rolloutReadPermission.name, 'viewer'],
  [policyReadPermission.name, 'viewer'],
  [rolloutControlPermission.name, 'operator'],
  [rollbackExecutePermission.name, 'operator'],
  [quarantineLiftPermission.name, 'releaseManager'],
  [policyProposePermission.name, 'policyAuthor'],
  [releaseDecisionSubmitPermission.name, 'nobody'],
]);

/** Changes to the rest of the portal that everybody signed in may make. */
const openToAll = new Set([
  'catalog.entity.create',
  'catalog.entity.refresh',
  'catalog.entity.validate',
  'catalog.location.create',
  'catalog.location.analyze',
  'scaffolder.action.execute',
  'scaffolder.task.create',
  'scaffolder.template.dry-run',
]);

export type Requirement =
  | { kind: 'role'; role: RoleName }
  /** By role, and by what the decision in question is. */
  | { kind: 'decision' }
  | { kind: 'everyone' }
  | { kind: 'nobody' }
  /** The thing in question must belong to the person. */
  | { kind: 'ownEntity' }
  | { kind: 'ownTask' };

/** What a permission asks of a signed-in person. */
export function requirementFor(permission: {
  name: string;
  attributes: { action?: string };
}): Requirement {
  const { name, attributes } = permission;
  if (aboutDecisions.has(name)) return { kind: 'decision' };
  if (RELEASE_NAMESPACES.has(name.split('.')[0])) {
    const role = releaseRoles.get(name);
    return role === undefined || role === 'nobody'
      ? { kind: 'nobody' }
      : { kind: 'role', role };
  }
  if (name === 'catalog.entity.delete') return { kind: 'ownEntity' };
  if (name === 'scaffolder.task.cancel') return { kind: 'ownTask' };
  if (attributes.action === 'read' || openToAll.has(name)) {
    return { kind: 'everyone' };
  }
  return { kind: 'role', role: 'administrator' };
}
