export * from './Attestor';
export * from './SignedStatement';
export * from './StatementLoop';
export * from './readSigning';
export * from './statementTable';
