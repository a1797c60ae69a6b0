export * from './PolicyLoader';
export * from './enforcedNeedsPermissions';
