export * from './deployTarget';
export * from './metricSource';
export * from './notifier';
