/** The values of one feature, put into bins. */
export type BinnedFeature = {
  /** Bin of each row. */
  bins: Uint8Array;
  /** Value up to which a row is in a bin or a lower one; one less than bins. */
  thresholds: readonly number[];
};

/** Bins of about the same number of rows; equal values share one. */
export function binFeature(
  values: readonly number[],
  atMost: number,
): BinnedFeature {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = new Set<number>();
  for (let bin = 1; bin < atMost; bin += 1) {
    const at = Math.floor((bin * sorted.length) / atMost);
    const below = sorted[at - 1];
    if (below < sorted[sorted.length - 1]) cuts.add(below);
  }
  const thresholds = [...cuts].sort((a, b) => a - b);
  const bins = Uint8Array.from(values, value => {
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= thresholds[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  });
  return { bins, thresholds };
}
