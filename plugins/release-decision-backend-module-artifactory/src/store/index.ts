export * from './ArtifactoryStore';
