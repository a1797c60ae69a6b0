export { rollbackFeatures as default, rollbackPlugin } from './plugin';
