export * from './DatabaseVerdictStore';
export * from './VerdictStore';
