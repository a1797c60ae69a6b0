export * from './destinations';
export * from './outbox';
