import { Interval } from '@adaptive-delivery/plugin-release-common';
import { studentUpperQuantile, studentUpperTail } from './distributions';

/** One arm: its mean, its variance (n - 1 in the denominator), and the independent points behind them. */
export type Moments = { mean: number; variance: number; n: number };

/** @param values - at least 2 */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  // Shifted by the first value, so that a small spread on a large level keeps its digits.
  const origin = values[0];
  const offset = values.reduce((sum, v) => sum + (v - origin), 0) / n;
  const squares = values.reduce(
    (sum, v) => sum + (v - origin - offset) ** 2,
    0,
  );
  return { mean: origin + offset, variance: squares / (n - 1), n };
}

/** Variance of the difference that the values of the arms do not show, and what is behind it. */
export type Between = { variance: number; df: number };

export type WelchResult = {
  t: number;
  df: number;
  /** P(T > t): that the candidate's mean is above the baseline's by chance. */
  pValue: number;
  /** Of candidate - baseline. */
  interval: Interval;
};

/**
 * One-sided Welch test that the candidate's mean is above the baseline's.
 *
 * Source: B. L. Welch, "The generalization of 'Student's' problem when several
 * different population variances are involved", Biometrika 34 (1947) 28-35,
 * with Satterthwaite's degrees of freedom; R's `t.test(alternative =
 * "greater")`.
 *
 * @param confidence - two-sided, of the interval
 * @param between - what the arms differ by without any cause, from elsewhere
 * @returns null where both arms are constant (R's criterion: the standard error
 * is below 10 machine epsilons of the means), as nothing is known of the noise.
 */
export function welchUpper(
  candidate: Moments,
  baseline: Moments,
  confidence: number,
  between: Between = { variance: 0, df: 1 },
): WelchResult | null {
  const a = candidate.variance / candidate.n;
  const b = baseline.variance / baseline.n;
  const c = between.variance;
  const error = Math.sqrt(a + b + c);
  const level = Math.max(Math.abs(candidate.mean), Math.abs(baseline.mean));
  if (error === 0 || error < 10 * Number.EPSILON * level) return null;
  const delta = candidate.mean - baseline.mean;
  const t = delta / error;
  const df =
    1 /
    ((a / (a + b + c)) ** 2 / (candidate.n - 1) +
      (b / (a + b + c)) ** 2 / (baseline.n - 1) +
      (c / (a + b + c)) ** 2 / between.df);
  const reach = studentUpperQuantile((1 - confidence) / 2, df) * error;
  return {
    t,
    df,
    pValue: studentUpperTail(t, df),
    interval: { low: delta - reach, high: delta + reach },
  };
}
