export * from './boundedFetch';
export * from './createHttpClient';
export * from './signedRequests';
export * from './strictJsonBody';
