import {
  FeatureName,
  RiskModel,
  modelLogOdds,
  readModelFeatures,
} from '@adaptive-delivery/plugin-release-common';
import { Change } from '../readChanges';
import { submissionOf } from '../rankers';
import { BoostOptions, Labelled, boostTrees } from './boostTrees';
import { fitPlatt } from './fitPlatt';

/**
 * What the model looks at, and in which direction it may only raise the risk.
 * The direction is given where the score has one too, so that model and score
 * never disagree about what is bad.
 */
const directions: Array<[FeatureName, number]> = [
  ['change.linesAdded', 1],
  ['change.linesDeleted', 0],
  ['change.linesInFilesBefore', 0],
  ['change.files', 1],
  ['change.directories', 0],
  ['change.entropy', 0],
  ['change.ageDays', -1],
  ['change.priorChanges', 1],
  ['change.authorExperience', -1],
  ['change.isFix', 1],
];

export const modelFeatures = directions.map(([name]) => name);

/**
 * Chosen on inner splits in time. Larger trees, and the number of authors as a
 * further feature, do a little better on the projects they were trained on and
 * worse than counting added lines on one they never saw (PostgreSQL): they
 * learn to tell the projects apart.
 */
const options: BoostOptions = {
  trees: 200,
  leaves: 4,
  minRows: 100,
  l2: 5,
  learningRate: 0.05,
  bins: 64,
  directions: directions.map(([, direction]) => direction),
};

export type DataSet = {
  name: string;
  /** Oldest first. */
  changes: readonly Change[];
};

/** A part of every data set, in shares of its length. */
export function slice(
  sets: readonly DataSet[],
  from: number,
  to: number,
): Change[] {
  return sets.flatMap(({ changes }) =>
    changes.slice(
      Math.floor(changes.length * from),
      Math.floor(changes.length * to),
    ),
  );
}

function labelled({ metrics, defective }: Change): Labelled {
  const evidence = { submission: submissionOf(metrics) };
  const { features } = readModelFeatures(modelFeatures, evidence);
  return {
    values: modelFeatures.map(name => Number(features[name])),
    defective,
  };
}

export type Trained = Pick<RiskModel, 'base' | 'trees' | 'calibration'>;

/** Parts that are predicted by trees that were grown on what came before. */
const ROLLING: ReadonlyArray<[number, number]> = [
  [0.6, 0.8],
  [0.8, 1],
];

/**
 * Trees grown on everything up to `until`, and a calibration fitted to later
 * changes than those it was grown on (rolling origin), because trees are too
 * sure of what they have seen.
 */
export function trainModel(sets: readonly DataSet[], until: number): Trained {
  const later = ROLLING.flatMap(([from, to]) => {
    const trees = boostTrees(
      slice(sets, 0, from * until).map(labelled),
      options,
    );
    return slice(sets, from * until, to * until).map(change => {
      const { values, defective } = labelled(change);
      return { x: modelLogOdds(trees, values), defective };
    });
  });
  return {
    ...boostTrees(slice(sets, 0, until).map(labelled), options),
    calibration: fitPlatt(later),
  };
}
