export * from './ArtifactoryClient';
export * from './aql';
