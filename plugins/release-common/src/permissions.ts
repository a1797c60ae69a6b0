import { createPermission } from '@backstage/plugin-permission-common';

export const releaseDecisionReadPermission = createPermission({
  name: 'release.decision.read',
  attributes: { action: 'read' },
});
/** Submission into an environment; service principals only. */
export const releaseDecisionSubmitPermission = createPermission({
  name: 'release.decision.submit',
  attributes: { action: 'create' },
});
export const releaseDecisionApprovePermission = createPermission({
  name: 'release.decision.approve',
  attributes: { action: 'update' },
});
export const releaseDecisionRejectPermission = createPermission({
  name: 'release.decision.reject',
  attributes: { action: 'update' },
});
export const releaseDecisionOverridePermission = createPermission({
  name: 'release.decision.override',
  attributes: { action: 'update' },
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

export const releaseDecisionPermissions = [
  releaseDecisionReadPermission,
  releaseDecisionSubmitPermission,
  releaseDecisionApprovePermission,
  releaseDecisionRejectPermission,
  releaseDecisionOverridePermission,
  policyReadPermission,
  policyProposePermission,
  quarantineLiftPermission,
];
export const rolloutPermissions = [
  rolloutReadPermission,
  rolloutControlPermission,
  rollbackExecutePermission,
];
