import { AnalysisMetric } from '@adaptive-delivery/plugin-release-common';

/** +1 where a rise harms, -1 where a fall does. */
export function harmSign(metric: AnalysisMetric): 1 | -1 {
  return metric.direction === 'lowerIsBetter' ? 1 : -1;
}

/**
 * The smallest harm worth acting on, in the metric's unit: absolute, relative
 * to the baseline, or with both given the larger. A zero baseline has no
 * relative size, so there every harm is beyond a purely relative bound.
 */
export function practicalBound(
  metric: AnalysisMetric,
  baseline: number,
): number {
  const { absolute = 0, relative = 0 } = metric.practicalEffect;
  return Math.max(absolute, relative * Math.abs(baseline));
}

/** Beyond, not on, the bound; the last digits of floating point do not count. */
export function isBeyond(harm: number, bound: number): boolean {
  return harm > bound + 1e-9 * Math.abs(bound);
}
