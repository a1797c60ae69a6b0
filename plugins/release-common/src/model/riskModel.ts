import { z } from 'zod';
import { identifier, text } from '../contracts/primitives';
import { featureNames, policyFeatures } from '../policy/features';

/** A feature of the policy that a model can weigh: a number, share or flag. */
const modelFeature = z
  .enum(featureNames)
  .refine(name => policyFeatures[name].type !== 'text', {
    message: 'is text, which a model cannot weigh',
  });

const bounded = z.number().min(-100).max(100);

/**
 * A leaf (log odds) or a split [feature, threshold, left, right]: the position
 * in `features`, and the positions in the tree of the nodes for values up to
 * the threshold and above it.
 */
const node = z.union([
  bounded,
  z.tuple([z.int().min(0), z.number(), z.int().positive(), z.int().positive()]),
]);
export type ModelNode = z.infer<typeof node>;

/** The root is first and every node stands after its parent, so it ends. */
const tree = z.array(node).min(1).max(1023);

function faultOfSplit(
  split: Exclude<ModelNode, number>,
  at: number,
  nodes: number,
  features: number,
): string | null {
  const [feature, , left, right] = split;
  if (feature >= features) return `there is no feature ${feature}`;
  for (const child of [left, right]) {
    if (child <= at) return `node ${child} does not come after its parent`;
    if (child >= nodes) return `there is no node ${child}`;
  }
  return null;
}

/**
 * A self-contained model: gradient-boosted trees (Friedman, "Greedy function
 * approximation", Annals of Statistics 2001) over features of the policy,
 * with its calibration (Platt, "Probabilistic outputs for support vector
 * machines", 1999).
 */
export const riskModel = z
  .strictObject({
    schemaVersion: z.literal('1.0'),
    kind: z.literal('gradientBoostedTrees'),
    name: identifier,
    version: text(100),
    /** What a high probability says, such as "has to be fixed later". */
    predicts: text(200),
    trainedOn: z
      .array(
        z.strictObject({
          name: text(100),
          source: text(500),
          licence: text(100),
          rows: z.int().positive(),
          from: z.iso.date(),
          to: z.iso.date(),
        }),
      )
      .max(20),
    features: z.array(modelFeature).min(1).max(100),
    /** Log odds before any tree. */
    base: bounded,
    trees: z.array(tree).max(2000),
    /** probability = sigmoid(slope * log odds + intercept) */
    calibration: z.strictObject({
      slope: z.number().positive().max(100),
      intercept: bounded,
    }),
  })
  .check(context => {
    const { trees, features } = context.value;
    trees.forEach((nodes, index) =>
      nodes.forEach((item, at) => {
        if (typeof item === 'number') return;
        const message = faultOfSplit(item, at, nodes.length, features.length);
        if (message) {
          context.issues.push({
            code: 'custom',
            path: ['trees', index, at],
            message,
            input: item,
          });
        }
      }),
    );
  });
export type RiskModel = z.infer<typeof riskModel>;
