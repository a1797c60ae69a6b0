/**
 * How evenly a change is spread over its files: Shannon's entropy of the
 * changed lines per file, divided by its maximum log2(n) for n files, so 0 for
 * one file and 1 for the same number of lines in each.
 *
 * Source: Hassan, "Predicting faults using the complexity of code changes"
 * (ICSE 2009), normalized as in Kamei et al. (IEEE TSE 39(6), 2013).
 *
 * @param lines - added plus deleted lines per file; a file without lines counts as a file
 */
export function normalizedEntropy(lines: readonly number[]): number {
  const total = lines.reduce((sum, item) => sum + item, 0);
  if (total === 0 || lines.length < 2) return 0;
  const entropy = lines.reduce((sum, item) => {
    if (item === 0) return sum;
    const share = item / total;
    return sum - share * Math.log2(share);
  }, 0);
  // the sum of many roundings may end a hair above 1
  return Math.min(1, Math.max(0, entropy / Math.log2(lines.length)));
}
