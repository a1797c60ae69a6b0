export * from './createHttpClient';
export * from './strictJsonBody';
