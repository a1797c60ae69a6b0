import { Policy, StrategyRule } from '@adaptive-delivery/plugin-release-common';
import { PolicyInForce } from '@adaptive-delivery/plugin-release-react';
import { samplePlan } from '@adaptive-delivery/plugin-release-react/testUtils';

const canary: StrategyRule = {
  strategy: 'canary',
  steps: samplePlan.steps.slice(0, 2),
};
const fleet: StrategyRule = {
  strategy: 'rolling',
  steps: [
    {
      ...samplePlan.steps[0],
      exposure: { kind: 'cohort', name: 'test-devices', percent: 5 },
    },
  ],
};
const perBand = (rule: StrategyRule) => ({
  low: rule,
  medium: rule,
  high: rule,
  critical: rule,
});

const bundle: Policy = {
  policy: { name: 'default', version: '1.0.0' },
  score: {
    base: 5,
    factors: [
      {
        feature: 'change.files',
        transform: { kind: 'linear', cap: 40 },
        weight: 8,
        words: '{value:file|files}',
        missing: { points: 4, words: 'unknown' },
      },
    ],
  },
  bands: { low: 0, medium: 25, high: 50, critical: 75 },
  model: {
    name: 'change-risk',
    version: '8',
    mode: 'canary',
    share: 0.1,
    timeoutMs: 200,
    inPlaceOf: ['change.files'],
    points: [
      { probability: 0.1, points: 0 },
      { probability: 0.9, points: 8 },
    ],
  },
  gates: [
    {
      name: 'failed-tests',
      when: [{ feature: 'tests.failed', above: 0 }],
      effect: 'block',
      words: '{value} tests failed',
      liftedBy: 'A build in which every test passes',
    },
    {
      name: 'kernel-driver',
      when: [{ feature: 'flags.kernelDriver', is: true }],
      effect: 'approvals',
      approvals: ['owner', 'sre'],
      planAs: 'high',
      words: 'It changes a kernel driver',
      liftedBy: 'Approval by owner and SRE',
    },
  ],
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
    linux: perBand(canary),
    windows: perBand(canary),
    arm: perBand(fleet),
  },
  enforcement: {
    default: 'shadow',
    rules: [{ component: 'component:default/payments-*', mode: 'enforced' }],
  },
  freezeWindows: [],
  onBadVerdict: {
    default: 'rollback',
    rules: [
      {
        when: [{ feature: 'flags.irreversibleMigration', is: true }],
        do: 'freeze',
      },
    ],
  },
  coolDown: { hours: 72 },
  sampling: { stepSeconds: 10, warmUpSeconds: 10 },
  profiles: {
    'http-service': {
      samples: samplePlan.analysis.samples,
      metrics: samplePlan.analysis.metrics,
    },
  },
};

/** A bundle of two files, the second of which replaces the strategies. */
export function samplePolicy(
  changes: Partial<PolicyInForce> = {},
): PolicyInForce {
  return {
    name: 'default',
    version: '1.0.0',
    digest: '7f3c'.padEnd(64, '0'),
    loadedAt: '2026-11-23T15:00:00Z',
    lastCheckedAt: '2026-11-23T15:05:00Z',
    sources: [
      { kind: 'folder', folder: '../../policies/default' },
      { kind: 'folder', folder: '../lab/policy' },
    ],
    commit: null,
    files: [
      { path: 'default/policy.yaml', yaml: 'policy:\n  name: default\n' },
      { path: 'lab/lab.yaml', yaml: 'strategies:\n  linux: {}\n' },
    ],
    bundle,
    fault: null,
    ...changes,
  };
}
