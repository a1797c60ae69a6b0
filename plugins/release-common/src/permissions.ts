import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of the permissions that are about one decision. */
export const RELEASE_DECISION_RESOURCE = 'release-decision';

export const releaseDecisionReadPermission = createPermission({
  name: 'release.decision.read',
  attributes: { action: 'read' },
  resourceType: RELEASE_DECISION_RESOURCE,
});
/** Submission into an environment; service principals only. */
export const releaseDecisionSubmitPermission = createPermission({
  name: 'release.decision.submit',
  attributes: { action: 'create' },
});
export const releaseDecisionApprovePermission = createPermission({
  name: 'release.decision.approve',
  attributes: { action: 'update' },
  resourceType: RELEASE_DECISION_RESOURCE,
});
export const releaseDecisionRejectPermission = createPermission({
  name: 'release.decision.reject',
  attributes: { action: 'update' },
  resourceType: RELEASE_DECISION_RESOURCE,
});
export const releaseDecisionOverridePermission = createPermission({
  name: 'release.decision.override',
  attributes: { action: 'update' },
  resourceType: RELEASE_DECISION_RESOURCE,
});
export const rolloutReadPermission = createPermission({
  name: 'rollout.read',
  attributes: { action: 'read' },
});
/** Pause, resume, promote one step, abort. */
export const rolloutControlPermission = createPermission({
  name: 'rollout.control',
  attributes: { action: 'update' },
});
export const rollbackExecutePermission = createPermission({
  name: 'rollback.execute',
  attributes: { action: 'update' },
});
export const policyReadPermission = createPermission({
  name: 'policy.read',
  attributes: { action: 'read' },
});
export const policyProposePermission = createPermission({
  name: 'policy.propose',
  attributes: { action: 'create' },
});
export const quarantineLiftPermission = createPermission({
  name: 'quarantine.lift',
  attributes: { action: 'delete' },
});

/** Those that a policy may give for some decisions and not for others. */
export const decisionResourcePermissions = [
  releaseDecisionReadPermission,
  releaseDecisionApprovePermission,
  releaseDecisionRejectPermission,
  releaseDecisionOverridePermission,
];
export const releaseDecisionPermissions = [
  ...decisionResourcePermissions,
  releaseDecisionSubmitPermission,
  policyReadPermission,
  policyProposePermission,
  quarantineLiftPermission,
];
export const rolloutPermissions = [
  rolloutReadPermission,
  rolloutControlPermission,
  rollbackExecutePermission,
];
