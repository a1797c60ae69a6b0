export { releaseDecisionModuleArtifactory as default } from './module';
