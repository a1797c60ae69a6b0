export * from './boundedFetch';
export * from './createHttpClient';
export * from './queries';
export * from './signedRequests';
export * from './strictJsonBody';
