export { releaseDecisionModuleGitHub as default } from './module';
