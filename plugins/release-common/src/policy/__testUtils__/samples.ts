import { BuildInfo, RiskInputs } from '../../contracts';
import { Submission } from '../../api';
import { Place, Places } from '../../places';
import { Policy } from '../schema';

const COMMIT = 'a'.repeat(40);

export const sampleBuild: BuildInfo = {
  schemaVersion: '1.0',
  buildId: 'payments-1041',
  component: 'component:default/payments-service',
  version: '2.14.0',
  repo: { url: 'https://git.example/payments' },
  commit: COMMIT,
  branch: 'main',
  ci: { system: 'jenkins' },
  artifacts: [
    {
      name: 'payments.tar.gz',
      os: 'linux',
      arch: 'x86_64',
      uri: 'candidates/payments.tar.gz',
      sha256: 'b'.repeat(64),
      sizeBytes: 1024,
    },
  ],
  startedAt: '2026-11-20T10:00:00Z',
  finishedAt: '2026-11-20T10:10:00Z',
};

export const sampleRisk: RiskInputs = {
  schemaVersion: '1.0',
  buildId: sampleBuild.buildId,
  component: sampleBuild.component,
  commit: COMMIT,
  collectedAt: '2026-11-20T10:11:00Z',
};

export const sampleChange: NonNullable<RiskInputs['change']> = {
  commits: 3,
  files: 31,
  directories: 4,
  subsystems: 1,
  linesAdded: 1500,
  linesDeleted: 404,
  entropy: 0.5,
  linesInFilesBefore: 9000,
  ageDays: 3,
  priorChanges: 8,
  authors: 2,
  authorExperience: 40,
  isFix: false,
};

/** A submission of which nothing but the build itself is known. */
export function sampleSubmission(
  change: {
    build?: Partial<BuildInfo>;
    risk?: Partial<RiskInputs>;
    environment?: string;
  } = {},
): Submission {
  return {
    buildInfo: { ...sampleBuild, ...change.build },
    riskInputs: { ...sampleRisk, ...change.risk },
    environment: change.environment ?? 'production',
  };
}

const placeOn = (target: string): Place => ({
  target,
  profileName: 'http-service',
  metricLabels: { component: 'payments-service' },
});

/** A target for every system. */
export const samplePlaces: Required<Places> = {
  linux: placeOn('lab:payments-service'),
  windows: placeOn('lab:payments-windows'),
  arm: placeOn('lab:payments-fleet'),
};

const step = (percent: number, kind: 'weight' | 'cohort') => ({
  exposure: { kind, percent },
  bakeSeconds: 60,
  lookEverySeconds: 10,
  maxLooks: 20,
  minSamples: 10,
});

const strategies = (kind: 'weight' | 'cohort') => {
  const steps = [step(5, kind), step(50, kind)];
  return {
    low: { strategy: 'rolling' as const, steps },
    medium: { strategy: 'canary' as const, steps },
    high: { strategy: 'canary' as const, steps },
    critical: { strategy: 'blueGreen' as const, steps },
  };
};

/** One factor of every transform, no gates. */
export const samplePolicy: Policy = {
  policy: { name: 'sample', version: '1' },
  score: {
    base: 5,
    factors: [
      {
        feature: 'change.linesChanged',
        transform: { kind: 'log1p', saturatesAt: 5000 },
        weight: 20,
        words: '{value:line|lines} changed in {change.files:file|files}',
        missing: { points: 8, words: 'The size of the change is unknown' },
      },
      {
        feature: 'change.subsystems',
        transform: { kind: 'linear', cap: 8 },
        weight: 6.5,
        words: '{value:subsystem|subsystems}',
        missing: { points: 3, words: 'Subsystems are unknown' },
      },
      {
        feature: 'coverage.lines',
        transform: { kind: 'share', invert: true },
        weight: 10,
        words: 'Tests cover {value:percent}',
        missing: { points: 9, words: 'Coverage is unknown' },
      },
      {
        feature: 'flags.configOnly',
        transform: { kind: 'boolean' },
        weight: -8,
        words: 'Configuration only: {value}',
        missing: { points: 0, words: 'Whether it is configuration is unknown' },
      },
      {
        feature: 'artifacts.system',
        transform: { kind: 'map', values: { arm: 1, windows: 0.5 } },
        weight: 6,
        words: 'It runs on {value}',
        missing: { points: 6, words: 'What it runs on is unknown' },
      },
      {
        feature: 'history.recentFailureRate',
        transform: { kind: 'linear', cap: 0.5 },
        weight: 16,
        words: '{value:percent} of {history.source} were taken back',
        missing: { points: 4, words: 'No earlier release is known' },
      },
    ],
  },
  bands: { low: 0, medium: 25, high: 50, critical: 75 },
  gates: [],
  vulnerabilities: { unratedCountsAs: 'high', vexMaxAgeDays: 365 },
  approvals: {
    byBand: { low: [], medium: [], high: [], critical: ['owner', 'sre'] },
    advisory: ['owner'],
    expireAfterHours: 72,
    fourEyes: {
      authorCannotApprove: true,
      distinctPeople: true,
      unknownAuthors: 'compareAddress',
    },
  },
  strategies: {
    linux: strategies('weight'),
    windows: strategies('weight'),
    arm: strategies('cohort'),
  },
  enforcement: { default: 'enforced', rules: [] },
  freezeWindows: [],
  onBadVerdict: { default: 'rollback', rules: [] },
  coolDown: { hours: 72 },
  sampling: { stepSeconds: 15, warmUpSeconds: 60 },
  profiles: {
    'http-service': {
      samples: 'requests{ {{labels}} }',
      metrics: [
        {
          name: 'cpu',
          title: 'CPU',
          kind: 'mean',
          query: 'cpu{ {{labels}} }',
          unit: 'cores',
          direction: 'lowerIsBetter',
          criticality: 'major',
          practicalEffect: { relative: 0.3 },
          alpha: 0.01,
        },
      ],
    },
  },
};
