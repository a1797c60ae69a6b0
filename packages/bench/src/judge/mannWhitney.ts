import { METRICS, MetricName, Outcome, Pod, Trial } from './trials';

/** Kayenta's defaults: 98 % confidence, and a quarter of the shift tolerated. */
const Z = 2.3263478740408408;
const TOLERANCE = 0.25;

const HARM: Record<MetricName, 1 | -1> = {
  successRate: -1,
  latency: 1,
  cpu: 1,
  memory: 1,
};

/**
 * How far the confidence interval of the shift (candidate - baseline) lies
 * above the tolerated shift, and below it; the larger one, in units of the
 * estimated shift. Null without data.
 *
 * Source: H. B. Mann, D. R. Whitney (1947); the interval is that of the
 * Hodges-Lehmann estimate, M. Hollander, D. A. Wolfe, "Nonparametric
 * Statistical Methods" (1999), 4.3; the decision is that of `MannWhitneyClassifier`
 * of Spinnaker's Kayenta with its defaults.
 */
export function classifyShift(
  candidate: readonly number[],
  baseline: readonly number[],
  direction: 1 | -1 | 0,
): { beyond: boolean; margin: number } | null {
  const m = candidate.length;
  const n = baseline.length;
  if (m === 0 || n === 0) return null;
  const shifts = candidate
    .flatMap(x => baseline.map(y => x - y))
    .sort((a, b) => a - b);
  const rank = (m * n) / 2 - Z * Math.sqrt((m * n * (m + n + 1)) / 12);
  const k = Math.max(0, Math.floor(rank));
  const low = shifts[k];
  const high = shifts[shifts.length - 1 - k];
  const middle = Math.abs(shifts[Math.floor(shifts.length / 2)]);
  const above = low - TOLERANCE * middle;
  const below = -high - TOLERANCE * middle;
  const distance =
    direction === 0
      ? Math.max(above, below)
      : [below, above][(direction + 1) / 2];
  const scale = middle || 1;
  return {
    beyond: rank >= 0 && distance > 0,
    margin: distance / scale,
  };
}

function pointsOf(pods: readonly Pod[], metric: MetricName): number[] {
  return pods.flatMap(pod =>
    pod.minutes.flatMap(minute => minute?.[metric] ?? []),
  );
}

/** One judgement at the end, as Kayenta's retrospective one; no data fails. */
export function judgeByMannWhitney(trial: Trial): Outcome {
  const found = METRICS.map(metric =>
    classifyShift(
      pointsOf(trial.candidate, metric),
      pointsOf(trial.baseline, metric),
      HARM[metric],
    ),
  );
  const fails = found.some(one => one === null || one.beyond);
  return {
    rolledBackAfter: fails ? trial.minutes : null,
    score: Math.max(...found.map(one => one?.margin ?? 2)),
  };
}
