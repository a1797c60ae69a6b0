export * from './Attestor';
export * from './Evidence';
export * from './RemoteStatements';
export * from './SignedStatement';
export * from './StatementLoop';
export * from './evidenceRoutes';
export * from './readSigning';
export * from './statementTable';
