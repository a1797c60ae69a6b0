import { Evidence } from '../policy/evidence';
import { FeatureName, readFeature } from '../policy/features';
import { portableSigmoid } from '../statistics';
import { RiskModel } from './riskModel';

/** The features a model asks for, by name. */
export type ModelFeatures = Partial<Record<FeatureName, number | boolean>>;

/** What the evidence says about these features, and which it says nothing about. */
export function readModelFeatures(
  names: readonly FeatureName[],
  evidence: Evidence,
): { features: ModelFeatures; missing: FeatureName[] } {
  const features: ModelFeatures = {};
  const missing: FeatureName[] = [];
  for (const name of names) {
    const value = readFeature(name, evidence);
    if (typeof value === 'number' || typeof value === 'boolean') {
      features[name] = value;
    } else {
      missing.push(name);
    }
  }
  return { features, missing };
}

function leafOf(
  tree: RiskModel['trees'][number],
  values: readonly number[],
): number {
  let node = tree[0];
  while (typeof node !== 'number') {
    const [feature, threshold, left, right] = node;
    node = tree[values[feature] <= threshold ? left : right];
  }
  return node;
}

/** The log odds that the trees give to values in the order of the features, before calibration. */
export function modelLogOdds(
  model: Pick<RiskModel, 'base' | 'trees'>,
  values: readonly number[],
): number {
  return model.trees.reduce(
    (sum, tree) => sum + leafOf(tree, values),
    model.base,
  );
}

/**
 * The calibrated probability that a model gives, 0 to 1; the same to the last
 * bit in every engine.
 *
 * @throws RangeError naming the feature that is not there or not a number.
 */
export function evaluateModel(
  model: RiskModel,
  features: ModelFeatures,
): number {
  const values = model.features.map(name => {
    const value = Number(features[name] ?? NaN);
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `${model.name} ${model.version} needs ${name}, which is not known`,
      );
    }
    return value;
  });
  const { slope, intercept } = model.calibration;
  return portableSigmoid(slope * modelLogOdds(model, values) + intercept);
}
