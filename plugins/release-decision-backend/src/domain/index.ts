export * from './decisionPath';
export * from './firstDifference';
export * from './gateAnswer';
export * from './quarantineWords';
export * from './releaseHistory';
export * from './rolloutReports';
export * from './callerMay';
