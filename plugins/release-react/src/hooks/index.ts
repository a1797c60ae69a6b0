export * from './useLive';
export * from './useNow';
