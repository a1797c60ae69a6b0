/** What a ranker says of one change, and how the change turned out. */
export type Ranked = {
  /** The higher the riskier. */
  score: number;
  /** Calibrated, 0 to 1. */
  probability: number;
  /** Added and deleted lines. */
  lines: number;
  defective: boolean;
};

export type Quality = {
  auc: number;
  /** By the share of changes that is gated, in percent. */
  recallAt: Record<'5' | '10' | '20' | '50', number>;
  recallAt20PctLines: number;
  ece: number;
};

const count = (items: readonly Ranked[]) =>
  items.filter(({ defective }) => defective).length;

/** Equal keys together, the highest key first. */
function groups(
  items: readonly Ranked[],
  keys: (item: Ranked) => readonly number[],
): Ranked[][] {
  const compare = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((value, index) => value !== b[index]);
    return at < 0 ? 0 : b[at] - a[at];
  };
  const sorted = items
    .map(item => ({ item, key: keys(item) }))
    .sort((a, b) => compare(a.key, b.key));
  const result: Ranked[][] = [];
  sorted.forEach(({ item, key }, index) => {
    const isTie = index > 0 && compare(sorted[index - 1].key, key) === 0;
    if (isTie) result[result.length - 1].push(item);
    else result.push([item]);
  });
  return result;
}

/**
 * Area under the ROC curve: the chance that a defective change scores above a
 * sound one, equal scores counting half (midranks; Hanley & McNeil 1982).
 */
export function auc(items: readonly Ranked[]): number {
  const positives = count(items);
  const negatives = items.length - positives;
  let below = negatives;
  let won = 0;
  for (const group of groups(items, ({ score }) => [score])) {
    const bad = count(group);
    const good = group.length - bad;
    below -= good;
    won += bad * (below + good / 2);
  }
  return won / (positives * negatives);
}

/**
 * Share of the defective changes among the riskiest `share` of changes. Of
 * changes with the same score at the limit the part that still fits counts in
 * proportion, so the order of the rows has no say.
 */
export function recallAt(items: readonly Ranked[], share: number): number {
  let left = items.length * share;
  let caught = 0;
  for (const group of groups(items, ({ score }) => [score])) {
    const taken = Math.min(group.length, left);
    caught += (count(group) * taken) / group.length;
    left -= taken;
  }
  return caught / count(items);
}

/**
 * Effort-aware recall: share of the defective changes that are caught when
 * changes are gated until `share` of all changed lines (added and deleted) is
 * spent. The order is by probability of a defect per changed line, the densest
 * first, which catches the most for the lines when the probabilities are right
 * (Mende & Koschke, "Effort-aware defect prediction models", CSMR 2010; Kamei
 * et al., IEEE TSE 2013). Of two with the same density the smaller goes first,
 * and a change without lines costs nothing; the first change that does not fit
 * any more ends it. Changes that are equal in both are interchangeable and
 * count in proportion, so the order of the rows has no say. The rule is the
 * same for every ranker.
 */
export function recallAtLines(items: readonly Ranked[], share: number): number {
  let left = share * items.reduce((sum, { lines }) => sum + lines, 0);
  let caught = 0;
  const ordered = groups(items, ({ probability, lines }) => [
    lines > 0 ? probability / lines : Infinity,
    -lines,
  ]);
  for (const group of ordered) {
    const { lines } = group[0];
    const fitting =
      lines > 0
        ? Math.min(group.length, Math.floor(left / lines))
        : group.length;
    caught += (count(group) * fitting) / group.length;
    left -= fitting * lines;
    if (fitting < group.length) break;
  }
  return caught / count(items);
}

const BINS = 10;

/**
 * Expected calibration error over ten bins of equal width: how far the mean
 * probability of a bin lies from the share of defective changes in it, weighed
 * by the changes in the bin (Guo et al., "On calibration of modern neural
 * networks", ICML 2017).
 */
export function ece(items: readonly Ranked[]): number {
  const sums = new Array<number>(BINS).fill(0);
  for (const { probability, defective } of items) {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    sums[bin] += probability - Number(defective);
  }
  return sums.reduce((sum, bin) => sum + Math.abs(bin), 0) / items.length;
}

/** How well a ranker does. Needs a defective and a sound change. */
export function qualityOf(items: readonly Ranked[]): Quality {
  const at = (percent: number) => recallAt(items, percent / 100);
  return {
    auc: auc(items),
    recallAt: { '5': at(5), '10': at(10), '20': at(20), '50': at(50) },
    recallAt20PctLines: recallAtLines(items, 0.2),
    ece: ece(items),
  };
}
