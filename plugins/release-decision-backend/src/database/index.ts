export * from './DecisionStore';
export * from './QuarantineStore';
export * from './DatabaseDecisionStore';
export * from './DatabaseQuarantineStore';
export * from './DatabaseKeptPolicyStore';
