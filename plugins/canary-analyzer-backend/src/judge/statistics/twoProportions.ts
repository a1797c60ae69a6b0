import {
  Interval,
  wilsonInterval,
} from '@adaptive-delivery/plugin-release-common';
import { Counts, assertCounts } from './counts';
import { normalUpperQuantile, normalUpperTail } from './distributions';

/**
 * One-sided score test that the candidate's share of events is above the
 * baseline's, with the pooled share under the null.
 *
 * Source: K. Pearson's chi-squared test of a 2x2 table as a signed z, without
 * continuity correction; statsmodels' `proportions_ztest`. Holds where every
 * expected count is at least 5 (W. G. Cochran, Biometrics 10 (1954) 417-451).
 *
 * @returns z and P(Z > z); z is 0 where neither arm, or every trial of both,
 * has an event.
 */
export function twoProportionsUpper(
  candidate: Counts,
  baseline: Counts,
): { z: number; pValue: number } {
  assertCounts(candidate, baseline);
  const trials = candidate.trials + baseline.trials;
  const pooled = (candidate.events + baseline.events) / trials;
  const variance =
    pooled * (1 - pooled) * (1 / candidate.trials + 1 / baseline.trials);
  const delta =
    candidate.events / candidate.trials - baseline.events / baseline.trials;
  const z = variance > 0 ? delta / Math.sqrt(variance) : 0;
  return { z, pValue: normalUpperTail(z) };
}

/** The smallest of the four expected counts of the 2x2 table. */
export function smallestExpectedCount(
  candidate: Counts,
  baseline: Counts,
): number {
  const trials = candidate.trials + baseline.trials;
  const events = candidate.events + baseline.events;
  return (
    (Math.min(events, trials - events) *
      Math.min(candidate.trials, baseline.trials)) /
    trials
  );
}

/**
 * Interval of the candidate's share minus the baseline's.
 *
 * Source: R. G. Newcombe, "Interval estimation for the difference between
 * independent proportions", Statistics in Medicine 17 (1998) 873-890, method
 * 10 (square-and-add of Wilson's intervals, no continuity correction).
 *
 * @param confidence - two-sided, such as 0.95
 */
export function newcombeInterval(
  candidate: Counts,
  baseline: Counts,
  confidence: number,
): Interval {
  assertCounts(candidate, baseline);
  const z = normalUpperQuantile((1 - confidence) / 2);
  const p1 = candidate.events / candidate.trials;
  const p2 = baseline.events / baseline.trials;
  const of1 = wilsonInterval(candidate.events, candidate.trials, z);
  const of2 = wilsonInterval(baseline.events, baseline.trials, z);
  return {
    low: p1 - p2 - Math.hypot(p1 - of1.low, of2.high - p2),
    high: p1 - p2 + Math.hypot(of1.high - p1, p2 - of2.low),
  };
}
