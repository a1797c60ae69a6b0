export * from './complaints';
export * from './exchange';
export * from './hostileBodies';
export * from './listen';
export * from './mutate';
export * from './probe';
export * from './tableDigests';
