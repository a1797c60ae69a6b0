export { announceChange } from './localChanges';
export * from './useLive';
export * from './useNow';
