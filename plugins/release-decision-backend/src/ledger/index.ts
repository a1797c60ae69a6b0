export * from './RootStore';
export * from './createLedgerRoots';
export * from './readLedgerSettings';
export * from './scheduleRoots';
