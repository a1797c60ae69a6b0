import { AnalysisMetric } from '@adaptive-delivery/plugin-release-common';
import { formatNumber } from './format';
import { LEAST_POINTS } from './leastPoints';
import { harmSign, practicalBound } from './practicalEffect';
import { PodNoise } from './podSpread';
import { describeSilence, presenceOf, unavailable } from './presence';
import { recentDifference } from './recentDifference';
import {
  effectiveSize,
  lagOneAutocorrelation,
} from './statistics/autocorrelation';
import { Between, momentsOf, welchUpper } from './statistics/welch';
import { TimeAxis, alignToAxis } from './timeAxis';
import {
  Comparison,
  Examination,
  Fault,
  MetricEvidence,
  PerArm,
  perArm,
} from './types';

type MeanMetric = Extract<AnalysisMetric, { kind: 'mean' }>;
type MeanEvidence = Extract<MetricEvidence, { kind: 'mean' }>;

function findFault(
  metric: MeanMetric,
  series: PerArm<Array<number | null>>,
  points: PerArm<number[]>,
  axis: TimeAxis,
): Fault | null {
  const silence = describeSilence(
    metric.title,
    perArm(arm => presenceOf(series[arm], axis)),
    axis,
  );
  if (silence) return { finding: 'noData', words: silence };
  for (const arm of ['candidate', 'baseline'] as const) {
    const n = points[arm].length;
    if (n < LEAST_POINTS) {
      return {
        finding: 'insufficientSamples',
        words: `${metric.title}: the ${arm} has ${n} of the ${LEAST_POINTS} points that a comparison of means needs (one every ${axis.stepSeconds} s)`,
      };
    }
  }
  return null;
}

/** The means of pods differ by nature, and the more pods the less. */
function betweenPods(level: number, noise?: PodNoise): Between | undefined {
  if (!noise) return undefined;
  const { spread, pods } = noise;
  return {
    variance:
      (spread.relative * level) ** 2 *
      (1 / Math.max(1, pods.candidate) + 1 / Math.max(1, pods.baseline)),
    df: Math.max(1, spread.df),
  };
}

function compare(
  metric: MeanMetric,
  series: PerArm<Array<number | null>>,
  points: PerArm<number[]>,
  podNoise?: PodNoise,
): Comparison {
  const sign = harmSign(metric);
  const confidence = 1 - 2 * metric.alpha;
  const autocorrelation = lagOneAutocorrelation(
    series.candidate,
    series.baseline,
  );
  // A harmful fall is a harmful rise of the mirrored values.
  const moments = perArm(arm => {
    const { mean, variance, n } = momentsOf(points[arm].map(v => sign * v));
    return { mean, variance, n: effectiveSize(n, autocorrelation) };
  });
  const harm = moments.candidate.mean - moments.baseline.mean;
  const between = betweenPods(moments.baseline.mean, podNoise);
  const test = welchUpper(
    moments.candidate,
    moments.baseline,
    confidence,
    between,
  );
  const recent = recentDifference(
    series.candidate.map((value, i) => {
      const other = series.baseline[i];
      return value === null || other === null ? null : sign * (value - other);
    }),
    between,
  );
  const independent = (arm: 'candidate' | 'baseline') =>
    formatNumber(Math.round(moments[arm].n));
  return {
    delta: sign * harm,
    interval: test && {
      low: sign > 0 ? test.interval.low : -test.interval.high,
      high: sign > 0 ? test.interval.high : -test.interval.low,
      confidence,
    },
    bound: sign * practicalBound(metric, moments.baseline.mean),
    harm,
    detector: 'welch-t',
    statistic: test && test.t,
    pValue: test && test.pValue,
    second: recent && {
      detector: 'ewma-difference',
      ...recent,
      harmfulEvents: null,
    },
    counted:
      `${points.candidate.length} points (worth ${independent(
        'candidate',
      )} independent ones) ` +
      `against ${points.baseline.length} (worth ${independent('baseline')})`,
  };
}

/**
 * Compares the means of a gauge by Welch's test. Points of one series repeat
 * their neighbours, so each arm counts with the independent points it is worth.
 */
export function examineMean(
  metric: MeanMetric,
  evidence: MeanEvidence,
  axis: TimeAxis,
): Examination {
  const series = perArm(arm => {
    const answer = evidence.values[arm];
    return alignToAxis(answer.kind === 'answered' ? answer.series : null, axis);
  });
  const points = perArm(arm => series[arm].filter(v => v !== null));
  const meanOf = (values: number[]) =>
    values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
  const figures = {
    candidate: meanOf(points.candidate),
    baseline: meanOf(points.baseline),
    n: perArm(arm => points[arm].length),
    slots: perArm(arm =>
      series[arm].map(v => (v === null ? null : { part: v, whole: 1 })),
    ),
  };
  const fault =
    unavailable(evidence.values) ?? findFault(metric, series, points, axis);
  return fault
    ? { ...figures, fault }
    : {
        ...figures,
        comparison: compare(metric, series, points, evidence.podNoise),
      };
}
