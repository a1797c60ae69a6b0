export * from './PolicyLoader';
export * from './KeptPolicyStore';
export * from './enforcedNeedsPermissions';
export * from './sources/createSources';
export * from './sources/readSourceSettings';
