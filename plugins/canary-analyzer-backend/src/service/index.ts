export * from './Access';
export * from './JudgementService';
export * from './router';
