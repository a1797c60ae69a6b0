export { canaryAnalyzerPlugin as default } from './plugin';
export * from './judge';
