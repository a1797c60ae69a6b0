export * from './approvalRules';
export * from './permitDecision';
export * from './roles';
