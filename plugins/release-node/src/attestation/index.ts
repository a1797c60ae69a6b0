export * from './Attestor';
export * from './SignedStatement';
export * from './readSigning';
export * from './statementTable';
