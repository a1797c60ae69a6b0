import {
  BuildInfo,
  Policy,
  RiskDecision,
  RiskInputs,
  VexFinding,
  decide,
} from '@adaptive-delivery/plugin-release-common';
import path from 'node:path';
import { loadBundle } from '../policy/loadBundle';
import { readPolicyFolders } from '../policy/readPolicyFolders';
import { sampleSubmission } from './samples';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');

export const readDefaultPolicy = async (): Promise<Policy> =>
  loadBundle(await readPolicyFolders([DEFAULT])).policy;

export type Known = Partial<RiskInputs>;
export type System = BuildInfo['artifacts'][0]['os'];

export const smallChange: NonNullable<RiskInputs['change']> = {
  commits: 2,
  files: 3,
  directories: 2,
  subsystems: 1,
  linesAdded: 40,
  linesDeleted: 12,
  entropy: 0.6,
  linesInFilesBefore: 900,
  ageDays: 12,
  priorChanges: 30,
  authors: 3,
  authorExperience: 150,
  isFix: false,
};

export const hugeChange: typeof smallChange = {
  ...smallChange,
  files: 120,
  subsystems: 9,
  linesAdded: 9000,
  linesDeleted: 4000,
  entropy: 0.9,
  authors: 12,
  authorExperience: 0,
  isFix: true,
};

export const passed = (os: System) => ({
  os,
  total: 400,
  failed: 0,
  skipped: 0,
  flaky: 0,
  durationSeconds: 60,
});

/** Everything a good pipeline knows about a small, tested change. */
export const wellKnown = (os: System): Known => ({
  change: smallChange,
  tests: [passed(os)],
  coverage: { lines: 0.85, delta: 0 },
  staticAnalysis: { newFindings: { error: 0, warning: 1, note: 0 } },
  dependencies: { added: 0, changed: 0, removed: 0 },
  vulnerabilities: [],
  flags: {
    kernelDriver: false,
    bootloader: false,
    configOnly: false,
    publicApi: false,
  },
  integration: { smokePassed: true },
  history: { recentFailureRate: 0, daysSinceLastRelease: 3 },
});

export const withFlags = (
  os: System,
  flags: NonNullable<RiskInputs['flags']>,
): Known => {
  const known = wellKnown(os);
  return { ...known, flags: { ...known.flags, ...flags } };
};

type Signature = NonNullable<BuildInfo['artifacts'][0]['signature']>;

export const signatures = {
  good: { kind: 'authenticode', verified: true },
  none: { kind: 'none', verified: false },
  bad: { kind: 'authenticode', verified: false },
} satisfies Record<string, Signature>;

export type Build = {
  os: System;
  known: Known;
  /** A good one unless given. */
  signature?: keyof typeof signatures;
  vex?: VexFinding[];
};

/** What a policy makes of a build that goes into production. */
export function decideBuild(policy: Policy, build: Build): RiskDecision {
  const { os, known, signature = 'good', vex } = build;
  return decide({
    submission: sampleSubmission({
      os,
      risk: known,
      signature: signatures[signature],
    }),
    policy,
    contentDigest: 'c'.repeat(64),
    policyDigest: 'd'.repeat(64),
    places: {
      [os]: {
        target: 'lab:payments-service',
        profileName: 'http-service',
        metricLabels: {},
      },
    },
    now: new Date('2026-11-20T12:00:00Z'),
    decisionId: '0b0a3a5c-6f3c-4a5e-9d55-0d6d3c1f2a10',
    ...(vex && { vex }),
  });
}

/** The same policy, acting by itself. */
export const enforced = (policy: Policy): Policy => ({
  ...policy,
  enforcement: { default: 'enforced', rules: [] },
});
