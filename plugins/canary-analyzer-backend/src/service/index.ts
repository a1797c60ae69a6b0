export * from './JudgementService';
export * from './planVerdicts';
export * from './router';
