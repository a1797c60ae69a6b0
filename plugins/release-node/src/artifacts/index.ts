export * from './artifactPath';
export * from './errors';
