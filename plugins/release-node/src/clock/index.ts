export * from './domainClock';
