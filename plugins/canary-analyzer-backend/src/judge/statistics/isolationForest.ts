import { Random, seededRandom } from './random';

/** Rows of equal length; every number finite. */
export type Rows = ReadonlyArray<ArrayLike<number>>;

export type ForestOptions = {
  /** Liu et al. use 100. */
  trees: number;
  /** Rows that one tree is grown on, at most. Liu et al. use 256. */
  sampleSize: number;
  seed: number;
};

type Leaf = { depth: number };
type Split = { feature: number; at: number; left: Node; right: Node };
type Node = Leaf | Split;

const EULER = 0.5772156649015329;

/**
 * Mean depth at which an unsuccessful search in a binary search tree of `n`
 * keys ends; c(256) = 10.24477.
 *
 * Source: B. R. Preiss, "Data Structures and Algorithms" (1999), with the
 * harmonic number as ln(i) + Euler's constant.
 */
export function meanPathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

function sampleOf(rows: Rows, size: number, random: Random): Rows {
  const order = Array.from(rows.keys());
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (order.length - i));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.slice(0, size).map(index => rows[index]);
}

function rangeOf(rows: Rows, feature: number) {
  let low = Infinity;
  let high = -Infinity;
  for (const row of rows) {
    if (row[feature] < low) low = row[feature];
    if (row[feature] > high) high = row[feature];
  }
  return { low, high };
}

/** A feature that tells the rows apart, drawn evenly among those that do. */
function drawSplit(rows: Rows, random: Random) {
  const features = Array.from(rows[0], (_, i) => i);
  while (features.length > 0) {
    const pick = Math.floor(random() * features.length);
    const [feature] = features.splice(pick, 1);
    const { low, high } = rangeOf(rows, feature);
    if (high > low) {
      const at = low + random() * (high - low);
      return { feature, at: at < high ? at : low };
    }
  }
  return null;
}

function grow(rows: Rows, depth: number, limit: number, random: Random): Node {
  const split =
    rows.length > 1 && depth < limit ? drawSplit(rows, random) : null;
  if (!split) return { depth: depth + meanPathLength(rows.length) };
  const { feature, at } = split;
  const left = rows.filter(row => row[feature] <= at);
  const right = rows.filter(row => row[feature] > at);
  return {
    ...split,
    left: grow(left, depth + 1, limit, random),
    right: grow(right, depth + 1, limit, random),
  };
}

function depthIn(node: Node, row: ArrayLike<number>): number {
  let at = node;
  while ('feature' in at) at = row[at.feature] <= at.at ? at.left : at.right;
  return at.depth;
}

/**
 * Isolation Forest: rows that few random cuts set apart are unlike the rest.
 *
 * Source: F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation-Based Anomaly
 * Detection", ACM TKDD 6 (2012), article 3.
 */
export class IsolationForest {
  private constructor(
    private readonly trees: readonly Node[],
    private readonly norm: number,
  ) {}

  /** @throws RangeError for fewer than two rows. */
  static fit(rows: Rows, options: ForestOptions): IsolationForest {
    if (rows.length < 2) {
      throw new RangeError(`${rows.length} rows are too few for a forest`);
    }
    const size = Math.min(options.sampleSize, rows.length);
    const limit = Math.ceil(Math.log2(size));
    const random = seededRandom(options.seed);
    const trees = Array.from({ length: options.trees }, () =>
      grow(sampleOf(rows, size, random), 0, limit, random),
    );
    return new IsolationForest(trees, meanPathLength(size));
  }

  /** Between 0 and 1; about .5 for a common row, near 1 for a rare one. */
  score(row: ArrayLike<number>): number {
    let sum = 0;
    for (const tree of this.trees) sum += depthIn(tree, row);
    return 2 ** -(sum / this.trees.length / this.norm);
  }
}
