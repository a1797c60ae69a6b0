export * from './artifactStore';
export * from './decisionChannel';
export * from './deployTarget';
export * from './metricSource';
export * from './modelRuntime';
export * from './notifier';
