export * from './appendOnly';
export * from './ledger';
