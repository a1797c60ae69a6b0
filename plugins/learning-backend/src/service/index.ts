export * from './LearningService';
export * from './router';
