export * from './evaluateModel';
export * from './riskModel';
