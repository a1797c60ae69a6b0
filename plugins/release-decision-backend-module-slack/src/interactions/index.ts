export * from './Interactions';
export * from './router';
