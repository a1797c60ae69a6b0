/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_SIGMA = 1.482602218505602;

/** @param values - at least 1 */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * A standard deviation that outliers do not swell, yet that a series that is
 * constant but for its outliers does not make zero: the larger of the scaled
 * median absolute deviation and half the standard deviation.
 *
 * Source of the first: F. R. Hampel, "The Influence Curve and Its Role in Robust
 * Estimation", J. Amer. Statist. Assoc. 69 (1974) 383-393.
 *
 * @param values - at least 2
 */
export function robustSigma(values: readonly number[]): number {
  const middle = medianOf(values);
  const deviation = medianOf(values.map(value => Math.abs(value - middle)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.max(
    MAD_TO_SIGMA * deviation,
    Math.sqrt(squares / (values.length - 1)) / 2,
  );
}
