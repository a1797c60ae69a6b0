export { releaseDecisionPlugin as default } from './plugin';
