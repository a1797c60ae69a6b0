export * from './SigningKey';
export * from './signEnvelope';
