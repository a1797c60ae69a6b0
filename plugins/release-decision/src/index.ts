export { releaseDecisionFeatures as default } from './plugin';
export * from './plugin';
export * from './routes';
