/**
 * p-values adjusted so that, over the whole family, a false alarm is no likelier
 * than for one test alone.
 *
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6 (1979) 65-70; R's `p.adjust`.
 *
 * @param family - tests of the family, those without a p-value included
 */
export function holmAdjusted(
  pValues: readonly number[],
  family: number = pValues.length,
): number[] {
  const order = pValues
    .map((_, i) => i)
    .sort((a, b) => pValues[a] - pValues[b] || a - b);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (family - rank) * pValues[index]));
    adjusted[index] = highest;
  });
  return adjusted;
}
