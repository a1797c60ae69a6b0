export * from './LedgerCheck';
export * from './ledgerRoot';
export * from './ledgerRow';
