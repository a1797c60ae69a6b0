export * from './policySchema';
export type { ScoreFactor, Transform } from './score';
export type { StrategyRule } from './strategies';
export { MAX_FIRST_COHORT_PERCENT } from './strategies';
export type { ApprovalRole, Condition, Gate } from './rules';
export type { FreezeWindow } from './freeze';
export type { Severity, VulnerabilityClause } from './vulnerabilities';
export type { ModelPolicy } from './model';
