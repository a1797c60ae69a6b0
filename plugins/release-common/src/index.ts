export * from './annotations';
export * from './api';
export * from './contracts';
export * from './domain';
export * from './json';
export * from './permissions';
export * from './policy';
export * from './statistics';
