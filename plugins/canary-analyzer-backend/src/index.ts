export { canaryAnalyzerPlugin as default } from './plugin';
