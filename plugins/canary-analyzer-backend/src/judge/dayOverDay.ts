import { ewmaChart } from './statistics/ewmaChart';
import { medianOf, robustSigma } from './statistics/robust';

/** Weight of the newest slot. */
const LAMBDA = 0.2;
/**
 * In standard deviations of the average. NIST's 3 holds for independent points;
 * the same minutes of two days differ by weather that lasts.
 */
const WIDTH = 8;
/** Slots before the change in which both days were seen. */
const LEAST_BEFORE = 20;

export type DayOverDay =
  | { kind: 'insufficientSamples'; before: number; needed: number }
  | {
      kind: 'compared';
      /** The farthest the average went, in standard deviations of its own. */
      statistic: number;
      width: number;
      /** First slot after the change beyond the limits; null where there is none. */
      beyondAt: number | null;
    };

/**
 * Judges a release that has no baseline arm: an EWMA chart of the difference
 * between today and the day before, centred and scaled by the difference before
 * the change. It looks both ways.
 *
 * @param today - slots on an even axis; null is a gap
 * @param dayBefore - the same slots a day earlier
 * @param changeAt - first slot after the change
 */
export function compareDayOverDay(
  today: ReadonlyArray<number | null>,
  dayBefore: ReadonlyArray<number | null>,
  changeAt: number,
): DayOverDay {
  const differences = today.map((value, i) => {
    const earlier = dayBefore[i] ?? null;
    return value === null || earlier === null ? null : value - earlier;
  });
  const before = differences.slice(0, changeAt).filter(v => v !== null);
  if (before.length < LEAST_BEFORE) {
    return {
      kind: 'insufficientSamples',
      before: before.length,
      needed: LEAST_BEFORE,
    };
  }
  const target = medianOf(before);
  // Steps of floating point are no spread.
  const least = Number.EPSILON * Math.max(1, ...before.map(Math.abs)) * 1e3;
  const sigma = Math.max(robustSigma(before), least);
  const chart = ewmaChart(differences.slice(changeAt), {
    lambda: LAMBDA,
    target,
    sigma,
    width: WIDTH,
  });
  const limit = WIDTH * sigma * Math.sqrt(LAMBDA / (2 - LAMBDA));
  const distances = chart.map(({ value }) => Math.abs(value - target));
  const first = distances.findIndex(distance => distance > limit);
  return {
    kind: 'compared',
    statistic: (WIDTH * Math.max(0, ...distances)) / limit,
    width: WIDTH,
    beyondAt: first < 0 ? null : changeAt + first,
  };
}
