export * from './metric';
export * from './planWords';
export * from './time';
