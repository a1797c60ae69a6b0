export * from './DecisionStore';
export * from './HeldReleaseStore';
export * from './DatabaseHeldReleaseStore';
export * from './QuarantineStore';
export * from './DatabaseDecisionStore';
export * from './DatabaseQuarantineStore';
export * from './DatabaseKeptPolicyStore';
export * from './ArtifactUseStore';
