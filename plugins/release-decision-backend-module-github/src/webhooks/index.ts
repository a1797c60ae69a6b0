export * from './Answers';
export * from './Webhooks';
export * from './router';
