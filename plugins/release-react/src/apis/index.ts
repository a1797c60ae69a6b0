export * from './PortalClient';
export * from './learningApi';
export * from './plugin';
export * from './releaseDecisionApi';
export * from './rolloutApi';
export * from './verdictApi';
