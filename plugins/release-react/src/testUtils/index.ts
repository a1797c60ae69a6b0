export * from './fakes';
export * from './samples';
