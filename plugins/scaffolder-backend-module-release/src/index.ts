export { scaffolderModuleRelease as default } from './module';
