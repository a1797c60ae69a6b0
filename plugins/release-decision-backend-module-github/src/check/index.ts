export * from './checkContent';
export * from './commands';
export * from './markdown';
