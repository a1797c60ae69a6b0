export { rolloutPlugin as default } from './plugin';
