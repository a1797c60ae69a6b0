/** Beyond this a window holds next to no independent points. */
const HIGHEST = 0.95;

/** Sums of products of neighbours and of squares, about the mean. */
function sums(values: ReadonlyArray<number | null>) {
  const present = values.filter(value => value !== null);
  const mean = present.reduce((sum, v) => sum + v, 0) / present.length;
  let products = 0;
  let squares = 0;
  values.forEach((value, i) => {
    if (value === null) return;
    squares += (value - mean) ** 2;
    const next = values[i + 1] ?? null;
    if (next !== null) products += (value - mean) * (next - mean);
  });
  return { products, squares };
}

/**
 * How much points of one series repeat their neighbour: lag-1 autocorrelation
 * pooled over the arms, between 0 (independent, or unknown) and 0.95. A null is
 * a gap; its neighbours are not neighbours of each other.
 *
 * Source: G. E. P. Box and G. M. Jenkins, "Time Series Analysis" (1970), 2.1.5,
 * with the small-sample correction of F. H. C. Marriott and J. A. Pope,
 * Biometrika 41 (1954) 390-402: E[r] = rho - (1 + 4 rho) / n.
 */
export function lagOneAutocorrelation(
  ...arms: ReadonlyArray<ReadonlyArray<number | null>>
): number {
  let products = 0;
  let squares = 0;
  let n = 0;
  for (const arm of arms) {
    const of = sums(arm);
    products += of.products;
    squares += of.squares;
    n += arm.filter(value => value !== null).length / arms.length;
  }
  if (!(squares > 0) || n <= 4) return 0;
  const corrected = (products / squares + 1 / n) / (1 - 4 / n);
  return Math.min(HIGHEST, Math.max(0, corrected));
}

/**
 * Independent points that `n` points with this autocorrelation are worth, at
 * least 2: n (1 - rho) / (1 + rho).
 *
 * Source: G. V. Bayley and J. M. Hammersley, J. Roy. Statist. Soc. Suppl. 8
 * (1946) 184-197, first-order case for large n.
 */
export function effectiveSize(n: number, autocorrelation: number): number {
  return Math.max(2, (n * (1 - autocorrelation)) / (1 + autocorrelation));
}
