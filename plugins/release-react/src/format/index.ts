export * from './errors';
export * from './words';
export * from './zoned';
export {
  NO_DATA,
  endsPartly,
  formatBytes,
  formatContribution,
  formatDelta,
  formatDuration,
  formatEffect,
  formatExact,
  formatInterval,
  formatMetric,
  formatNumber,
  formatPercent,
  formatRelative,
  formatScore,
  formatSeconds,
  stepLabel,
  strategyWords,
} from '@adaptive-delivery/plugin-release-common';
