export * from './decisionNames';
export * from './oneLine';
