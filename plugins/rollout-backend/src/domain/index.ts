export * from './candidateFor';
export * from './controls';
export * from './look';
export * from './rollback';
export * from './rollout';
export * from './transition';
export * from './words';
