export * from './criteria';
export * from './decisionResource';
export * from './rules';
