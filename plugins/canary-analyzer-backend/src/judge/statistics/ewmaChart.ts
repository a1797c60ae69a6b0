export type EwmaChart = {
  /** Weight of the newest point, 0 < lambda <= 1. */
  lambda: number;
  /** What the chart starts from, and where it is centred. */
  target: number;
  /** Standard deviation of one independent point. */
  sigma: number;
  /** Width of the limits, in standard deviations of the statistic. */
  width: number;
};

export type EwmaPoint = { value: number; halfWidth: number };

/**
 * Exponentially weighted moving average of the points, with the limits that
 * hold at each: target ± halfWidth. A gap (null) keeps the average where it is
 * and takes no step, so silence never moves it.
 *
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4; exact
 * limits after J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990) 1-12.
 *
 * @throws RangeError for a lambda outside (0, 1] or a negative sigma or width.
 */
export function ewmaChart(
  points: ReadonlyArray<number | null>,
  chart: EwmaChart,
): EwmaPoint[] {
  const { lambda, target, sigma, width } = chart;
  if (!(lambda > 0 && lambda <= 1)) {
    throw new RangeError(`lambda is ${lambda}; it must be in (0, 1]`);
  }
  if (!(sigma >= 0) || !(width >= 0)) {
    throw new RangeError(
      `sigma ${sigma} and width ${width} must not be below 0`,
    );
  }
  let value = target;
  let steps = 0;
  return points.map(point => {
    if (point !== null) {
      value = lambda * point + (1 - lambda) * value;
      steps += 1;
    }
    const share = (lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * steps));
    return { value, halfWidth: width * sigma * Math.sqrt(share) };
  });
}
