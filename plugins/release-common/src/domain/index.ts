export * from './decisionState';
export * from './rolloutState';
