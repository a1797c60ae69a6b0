export * from './ArtifactRetention';
export * from './ArtifactStoreRegistry';
export * from './openArtifacts';
export * from './readArtifactSettings';
export * from './scheduleRetention';
