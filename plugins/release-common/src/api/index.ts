export * from './bundles';
export * from './decisions';
export * from './judgements';
export * from './learning';
export * from './policy';
export * from './rollouts';
export * from './sameBuild';
export * from './signals';
