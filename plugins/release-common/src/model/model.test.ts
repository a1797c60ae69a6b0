import fc from 'fast-check';
import {
  sampleChange,
  sampleSubmission,
} from '../policy/__testUtils__/samples';
import { evaluateModel, readModelFeatures } from './evaluateModel';
import { RiskModel, riskModel } from './riskModel';

/** Many lines are worse, and of those the newcomer's are worst. */
const model: RiskModel = {
  schemaVersion: '1.0',
  kind: 'gradientBoostedTrees',
  name: 'sample',
  version: '1',
  predicts: 'has to be fixed later',
  trainedOn: [],
  features: ['change.linesAdded', 'change.authorExperience', 'change.isFix'],
  base: -1,
  trees: [
    [[0, 100, 1, 2], -0.5, [1, 9.5, 3, 4], 1.5, 0.25],
    [[2, 0.5, 1, 2], 0, 0.5],
  ],
  calibration: { slope: 0.5, intercept: 0.25 },
};

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

it.each([
  ['few lines', 100, 0, false, -1.5],
  ['many by a newcomer', 101, 9, false, 0.5],
  ['many by an old hand', 5000, 10, false, -0.75],
  ['a fix', 0, 0, true, -1],
])('follows each tree to its leaf: %s', (_, lines, experience, fix, odds) => {
  expect(
    evaluateModel(model, {
      'change.linesAdded': lines,
      'change.authorExperience': experience,
      'change.isFix': fix,
    }),
  ).toBeCloseTo(sigmoid(0.5 * odds + 0.25), 14);
});

it('reads its features from the evidence, and says which are missing', () => {
  const known = { change: sampleChange };
  expect(
    readModelFeatures(model.features, {
      submission: sampleSubmission({ risk: known }),
    }),
  ).toEqual({
    features: {
      'change.linesAdded': sampleChange.linesAdded,
      'change.authorExperience': sampleChange.authorExperience,
      'change.isFix': sampleChange.isFix,
    },
    missing: [],
  });
  const { missing } = readModelFeatures(model.features, {
    submission: sampleSubmission(),
  });
  expect(missing).toEqual(model.features);
});

it('does not guess for a feature that is not there', () => {
  expect(() =>
    evaluateModel(model, {
      'change.linesAdded': 3,
      'change.authorExperience': NaN,
      'change.isFix': true,
    }),
  ).toThrow('sample 1 needs change.authorExperience, which is not known');
});

const split = (at: [number, number, number, number]) => ({
  trees: [[at, 0, 0]],
});

it.each<[string, object, string]>([
  [
    'a node that is its own parent',
    { trees: [[0, [0, 1, 1, 1]]] },
    'trees.0.1',
  ],
  ['a cycle', { trees: [[[0, 1, 1, 2], [0, 1, 1, 2], 0]] }, 'trees.0.1'],
  ['a node that is not there', split([0, 1, 1, 3]), 'trees.0.0'],
  ['a feature that is not there', split([3, 1, 1, 2]), 'trees.0.0'],
  ['a text feature', { features: ['artifacts.system'] }, 'features.0'],
  ['an unknown feature', { features: ['change.mood'] }, 'features.0'],
  ['a leaf without bounds', { trees: [[1e9]] }, 'trees.0.0'],
  ['an unknown key', { onnx: true }, ''],
])('refuses %s', (_, change, path) => {
  const result = riskModel.safeParse({ ...model, ...change });
  expect(result.success).toBe(false);
  expect(result.error?.issues[0].path.join('.')).toBe(path);
});

it('gives a probability for whatever it is asked', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.nat(),
      fc.boolean(),
      (lines, experience, fix) => {
        const probability = evaluateModel(riskModel.parse(model), {
          'change.linesAdded': lines,
          'change.authorExperience': experience,
          'change.isFix': fix,
        });
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      },
    ),
  );
});
