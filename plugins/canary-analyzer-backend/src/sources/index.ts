export * from './PrometheusSource';
export * from './UnconfiguredSource';
export * from './collectEvidence';
