export * from './decisions';
export * from './judgements';
export * from './learning';
export * from './rollouts';
export * from './signals';
