export { learningPlugin as default } from './plugin';
