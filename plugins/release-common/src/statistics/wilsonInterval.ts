export type Interval = { low: number; high: number };

/**
 * Score interval of a proportion, without continuity correction.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22 (1927) 209-212, in the form of method 3 of
 * R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872.
 *
 * @param events - 0 to `trials`; need not be whole
 * @param trials - more than 0
 * @param z - two-sided normal quantile of the confidence, 1.959964 for 95 %
 * @throws RangeError when there are no trials, or more events than trials.
 */
export function wilsonInterval(
  events: number,
  trials: number,
  z: number,
): Interval {
  if (!(trials > 0) || !(events >= 0 && events <= trials)) {
    throw new RangeError(
      `${events} of ${trials} is not a share: needs 0 <= events <= trials, trials > 0`,
    );
  }
  const share = events / trials;
  const spread = z * Math.sqrt(z * z + 4 * events * (1 - share));
  const middle = 2 * events + z * z;
  const scale = 2 * (trials + z * z);
  return {
    // Rounding must not push the ends past the shares they bound.
    low: events === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: events === trials ? 1 : Math.min(1, (middle + spread) / scale),
  };
}
