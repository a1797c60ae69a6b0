export * from './errors';
export * from './metric';
export * from './time';
export * from './words';
