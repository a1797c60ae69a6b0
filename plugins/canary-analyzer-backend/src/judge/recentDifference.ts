import { LEAST_POINTS } from './leastPoints';
import { lagOneAutocorrelation } from './statistics/autocorrelation';
import { studentUpperTail } from './statistics/distributions';
import { ewmaChart } from './statistics/ewmaChart';
import { Between } from './statistics/welch';

/** Weight of the newest slot: about the last ten count. */
const LAMBDA = 0.2;
/** A variance from successive differences is worth this share of its degrees of freedom (von Neumann). */
const SUCCESSIVE_EFFICIENCY = 2 / 3;

/** Where the difference of the arms has gone of late. */
export type RecentDifference = {
  /** Average of the newest differences, harmful upwards. */
  harm: number;
  /** In standard deviations of the average. */
  statistic: number;
  /** One-sided. */
  pValue: number;
};

/** Products of neighbouring changes tell noise from drift. */
function successiveVariance(values: ReadonlyArray<number | null>): number {
  let squares = 0;
  let pairs = 0;
  values.forEach((value, i) => {
    const next = values[i + 1] ?? null;
    if (value === null || next === null) return;
    squares += (next - value) ** 2;
    pairs++;
  });
  return pairs ? squares / (2 * pairs) : 0;
}

/**
 * An EWMA chart of the difference between the arms, slot by slot: what is common
 * to both cancels, and a harm that grows or came late weighs more than in the
 * mean of the window. The noise is taken from neighbouring slots, so that drift
 * does not pass for noise, and raised for its autocorrelation rho: a first-order
 * series has the variance D / (1 - rho), with D the mean square successive
 * difference by 2, and its average (lambda / (2 - lambda)) (1 + a rho) /
 * (1 - a rho) of that, with a = 1 - lambda.
 *
 * Sources: `ewmaChart`; J. von Neumann et al., Ann. Math. Statist. 12 (1941)
 * 153-162 (successive differences); S. A. VanBrackle, M. R. Reynolds, Commun.
 * Statist. Simul. 26 (1997) 985-1008 (EWMA of autocorrelated observations).
 *
 * @param differences - candidate - baseline by slot, harmful upwards
 * @param between - what the arms differ by without any cause
 * @returns null where there are too few slots, or nothing is known of the noise
 */
export function recentDifference(
  differences: ReadonlyArray<number | null>,
  between: Between = { variance: 0, df: 1 },
): RecentDifference | null {
  const n = differences.filter(value => value !== null).length;
  if (n < LEAST_POINTS) return null;
  const rho = lagOneAutocorrelation(differences);
  const variance = successiveVariance(differences) / (1 - rho);
  const kept = 1 - LAMBDA;
  const inflation = (1 + kept * rho) / (1 - kept * rho);
  const chart = ewmaChart(differences, {
    lambda: LAMBDA,
    target: 0,
    sigma: Math.sqrt(variance * inflation),
    width: 1,
  });
  const { value, halfWidth } = chart[chart.length - 1];
  const noise = halfWidth ** 2;
  const total = noise + between.variance;
  if (!(total > 0)) return null;
  const df =
    1 /
    ((noise / total) ** 2 / (SUCCESSIVE_EFFICIENCY * (n - 1)) +
      (between.variance / total) ** 2 / between.df);
  const statistic = value / Math.sqrt(total);
  return {
    harm: value,
    statistic,
    pValue: studentUpperTail(statistic, df),
  };
}
