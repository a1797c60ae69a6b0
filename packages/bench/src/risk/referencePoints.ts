import {
  ChangeMetrics,
  Policy,
  scoreRisk,
} from '@adaptive-delivery/plugin-release-common';
import { changePoints, submissionOf } from './rankers';

const small: ChangeMetrics = {
  commits: 1,
  files: 1,
  directories: 1,
  subsystems: 1,
  linesAdded: 5,
  linesDeleted: 2,
  entropy: 0,
  linesInFilesBefore: 500,
  ageDays: 300,
  priorChanges: 20,
  authors: 3,
  authorExperience: 1000,
  isFix: false,
};
const large: ChangeMetrics = {
  ...small,
  files: 30,
  linesAdded: 2000,
  ageDays: 1,
  authorExperience: 5,
  isFix: true,
};

/**
 * The points of a small and of a large change. The calibration of the score is
 * kept with these two, which tell when it no longer fits the policy.
 */
export const referencePoints = (policy: Pick<Policy, 'score' | 'bands'>) =>
  [small, large].map(change =>
    changePoints(scoreRisk(policy, { submission: submissionOf(change) })),
  );
