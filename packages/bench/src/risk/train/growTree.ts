import { RiskModel } from '@adaptive-delivery/plugin-release-common';
import { BinnedFeature } from './histogram';

type Tree = RiskModel['trees'][number];

export type TreeOptions = {
  leaves: number;
  /** Fewest rows of a leaf. */
  minRows: number;
  /** Added to the curvature of every leaf. */
  l2: number;
  learningRate: number;
  /** 1: risk may only rise with the feature, -1: only fall, 0: either. */
  directions: readonly number[];
};

/** First and second derivative of the loss, by row. */
export type Gradients = { first: Float64Array; second: Float64Array };

type Split = { feature: number; bin: number; gain: number; middle: number };

type Leaf = {
  rows: Uint32Array;
  first: number;
  second: number;
  /** Bounds that keep the tree within the directions. */
  low: number;
  high: number;
  split: Split | null;
  node: GrownNode;
};

type GrownNode = {
  value: number;
  split?: {
    feature: number;
    threshold: number;
    left: GrownNode;
    right: GrownNode;
  };
};

const within = (value: number, low: number, high: number) =>
  Math.min(high, Math.max(low, value));

/** Grows one tree by its derivatives, the best leaf first. */
export class TreeGrower {
  constructor(
    private readonly features: readonly BinnedFeature[],
    private readonly options: TreeOptions,
  ) {}

  grow(gradients: Gradients): Tree {
    const rows = Uint32Array.from(gradients.first, (_, index) => index);
    const root: GrownNode = { value: 0 };
    const leaves = [this.leaf(rows, -Infinity, Infinity, root, gradients)];
    while (leaves.length < this.options.leaves) {
      const best = leaves.reduce((a, b) =>
        (b.split?.gain ?? 0) > (a.split?.gain ?? 0) ? b : a,
      );
      if (!best.split) break;
      leaves.splice(
        leaves.indexOf(best),
        1,
        ...this.divide(best, best.split, gradients),
      );
    }
    return flatten(root);
  }

  private value(first: number, second: number, low: number, high: number) {
    return within(-first / (second + this.options.l2), low, high);
  }

  private loss(first: number, second: number, value: number) {
    return first * value + ((second + this.options.l2) * value * value) / 2;
  }

  private leaf(
    rows: Uint32Array,
    low: number,
    high: number,
    node: GrownNode,
    gradients: Gradients,
  ): Leaf {
    let first = 0;
    let second = 0;
    for (const row of rows) {
      first += gradients.first[row];
      second += gradients.second[row];
    }
    const leaf = { rows, first, second, low, high, node, split: null };
    node.value =
      this.options.learningRate * this.value(first, second, low, high);
    return { ...leaf, split: this.bestSplit(leaf, gradients) };
  }

  private bestSplit(leaf: Omit<Leaf, 'split'>, gradients: Gradients) {
    let best: Split | null = null;
    for (let feature = 0; feature < this.features.length; feature += 1) {
      const split = this.bestSplitOn(feature, leaf, gradients);
      if (split && split.gain > (best?.gain ?? 1e-9)) best = split;
    }
    return best;
  }

  private bestSplitOn(
    feature: number,
    leaf: Omit<Leaf, 'split'>,
    gradients: Gradients,
  ): Split | null {
    const { bins, thresholds } = this.features[feature];
    const size = thresholds.length + 1;
    const [firsts, seconds, counts] = [0, 1, 2].map(
      () => new Float64Array(size),
    );
    for (const row of leaf.rows) {
      const bin = bins[row];
      firsts[bin] += gradients.first[row];
      seconds[bin] += gradients.second[row];
      counts[bin] += 1;
    }
    const { low, high, rows, first, second } = leaf;
    const before = this.loss(
      first,
      second,
      this.value(first, second, low, high),
    );
    let best: Split | null = null;
    let [f, s, n] = [0, 0, 0];
    for (let bin = 0; bin < thresholds.length; bin += 1) {
      f += firsts[bin];
      s += seconds[bin];
      n += counts[bin];
      if (n < this.options.minRows) continue;
      if (rows.length - n < this.options.minRows) break;
      const left = this.value(f, s, low, high);
      const right = this.value(first - f, second - s, low, high);
      if ((right - left) * this.options.directions[feature] < 0) continue;
      const gain =
        before -
        this.loss(f, s, left) -
        this.loss(first - f, second - s, right);
      if (gain > (best?.gain ?? 0)) {
        best = { feature, bin, gain, middle: (left + right) / 2 };
      }
    }
    return best;
  }

  private divide(leaf: Leaf, split: Split, gradients: Gradients): Leaf[] {
    const { feature, bin, middle } = split;
    const { bins, thresholds } = this.features[feature];
    const direction = this.options.directions[feature];
    const left: GrownNode = { value: 0 };
    const right: GrownNode = { value: 0 };
    leaf.node.split = { feature, threshold: thresholds[bin], left, right };
    const { low, high, rows } = leaf;
    return [
      this.leaf(
        rows.filter(row => bins[row] <= bin),
        direction < 0 ? middle : low,
        direction > 0 ? middle : high,
        left,
        gradients,
      ),
      this.leaf(
        rows.filter(row => bins[row] > bin),
        direction > 0 ? middle : low,
        direction < 0 ? middle : high,
        right,
        gradients,
      ),
    ];
  }
}

/** Six digits are beyond what the data say, and keep the file small. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/** The tree as a list in which every node stands after its parent. */
function flatten(root: GrownNode): Tree {
  const nodes = [root];
  const tree: Tree = [];
  for (let at = 0; at < nodes.length; at += 1) {
    const { split, value } = nodes[at];
    if (!split) {
      tree.push(rounded(value) + 0);
      continue;
    }
    tree.push([split.feature, split.threshold, nodes.length, nodes.length + 1]);
    nodes.push(split.left, split.right);
  }
  return tree;
}
