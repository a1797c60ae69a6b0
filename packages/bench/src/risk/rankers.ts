import {
  ChangeMetrics,
  Policy,
  RiskModel,
  RiskScore,
  Submission,
  evaluateModel,
  portableLog1p,
  portableSigmoid,
  readModelFeatures,
  scoreRisk,
} from '@adaptive-delivery/plugin-release-common';
import { Change } from './readChanges';
import { Ranked } from './quality';

/** probability = sigmoid(slope * x + intercept); Platt 1999. */
export type Calibration = { slope: number; intercept: number };

export type RankerName = 'heuristic' | 'linesAdded' | 'model';

/** Everything that ranks; fixed before the data are seen. */
export type Artifacts = {
  policy: Policy;
  model: RiskModel;
  /** Of the points of the change, and of ln(1 + added lines). */
  calibrations: {
    heuristic: Calibration;
    linesAdded: Calibration;
    referencePoints: readonly number[];
  };
};

const COMMIT = '0'.repeat(40);
const DIGEST = '0'.repeat(64);

/** A build of which nothing but its change is known. */
export function submissionOf(change: ChangeMetrics): Submission {
  const identity = {
    schemaVersion: '1.0',
    buildId: 'bench',
    component: 'component:default/bench',
    commit: COMMIT,
  } as const;
  const at = '2020-01-01T00:00:00Z';
  return {
    environment: 'production',
    buildInfo: {
      ...identity,
      version: '1.0.0',
      repo: { url: 'https://git.example.com/bench' },
      branch: 'main',
      ci: { system: 'bench' },
      artifacts: [
        {
          name: 'bench',
          os: 'linux',
          arch: 'x86_64',
          uri: 'bench',
          sha256: DIGEST,
          sizeBytes: 0,
        },
      ],
      startedAt: at,
      finishedAt: at,
    },
    riskInputs: { ...identity, collectedAt: at, change },
  };
}

/**
 * The points of a score that are about the change. What missing evidence costs
 * is the same for every change of a file, and no part of its probability.
 */
export function changePoints({ factors }: RiskScore): number {
  return factors
    .filter(({ feature }) => feature.startsWith('change.'))
    .reduce((sum, { contribution }) => sum + contribution, 0);
}

const calibrated = ({ slope, intercept }: Calibration, x: number) =>
  portableSigmoid(slope * x + intercept);

/** How each ranker sees the changes, in their order. */
export function rank(
  changes: readonly Change[],
  { policy, model, calibrations }: Artifacts,
): Record<RankerName, Ranked[]> {
  const ranked: Record<RankerName, Ranked[]> = {
    heuristic: [],
    linesAdded: [],
    model: [],
  };
  for (const { metrics, defective } of changes) {
    const evidence = { submission: submissionOf(metrics) };
    const { linesAdded } = metrics;
    const risk = scoreRisk(policy, evidence);
    const { features } = readModelFeatures(model.features, evidence);
    const probability = evaluateModel(model, features);
    const facts = { lines: linesAdded + metrics.linesDeleted, defective };
    ranked.heuristic.push({
      ...facts,
      score: risk.riskScore,
      probability: calibrated(calibrations.heuristic, changePoints(risk)),
    });
    ranked.linesAdded.push({
      ...facts,
      score: linesAdded,
      probability: calibrated(
        calibrations.linesAdded,
        portableLog1p(linesAdded),
      ),
    });
    ranked.model.push({ ...facts, score: probability, probability });
  }
  return ranked;
}
