export * from './decisionChannel';
export * from './deployTarget';
export * from './metricSource';
export * from './notifier';
