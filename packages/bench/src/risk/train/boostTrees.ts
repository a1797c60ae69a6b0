import {
  RiskModel,
  modelLogOdds,
  portableLogit,
  portableSigmoid,
} from '@adaptive-delivery/plugin-release-common';
import { TreeGrower, TreeOptions } from './growTree';
import { binFeature } from './histogram';

export type BoostOptions = TreeOptions & { trees: number; bins: number };

export type Labelled = { values: readonly number[]; defective: boolean };

/**
 * Gradient boosting of logistic loss with trees on histograms (Friedman,
 * Annals of Statistics 2001; second order and histograms as in Chen & Guestrin,
 * "XGBoost", KDD 2016), with directions that the trees keep to. There is no
 * chance in it: the same rows in the same order give the same trees.
 */
export function boostTrees(
  rows: readonly Labelled[],
  options: BoostOptions,
): Pick<RiskModel, 'base' | 'trees'> {
  const features = options.directions.map((_, feature) =>
    binFeature(
      rows.map(({ values }) => values[feature]),
      options.bins,
    ),
  );
  const grower = new TreeGrower(features, options);
  const defective = rows.filter(row => row.defective).length;
  const base = portableLogit(defective / rows.length);
  const trees: RiskModel['trees'] = [];
  const odds = new Float64Array(rows.length).fill(base);
  const first = new Float64Array(rows.length);
  const second = new Float64Array(rows.length);
  for (let round = 0; round < options.trees; round += 1) {
    rows.forEach((row, index) => {
      const p = portableSigmoid(odds[index]);
      first[index] = p - Number(row.defective);
      second[index] = p * (1 - p);
    });
    const tree = grower.grow({ first, second });
    trees.push(tree);
    rows.forEach(({ values }, index) => {
      odds[index] += modelLogOdds({ base: 0, trees: [tree] }, values);
    });
  }
  return { base, trees };
}
