export * from './Access';
export * from './LearningService';
export * from './router';
