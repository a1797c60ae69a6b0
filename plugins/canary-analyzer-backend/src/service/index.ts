export * from './JudgementService';
export * from './router';
