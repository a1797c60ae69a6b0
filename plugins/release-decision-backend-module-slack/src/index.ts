export { releaseDecisionModuleSlack as default } from './module';
