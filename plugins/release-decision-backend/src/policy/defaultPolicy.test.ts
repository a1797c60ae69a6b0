import {
  BuildInfo,
  Policy,
  RiskInputs,
  decide,
  openingState,
  riskDecision,
} from '@adaptive-delivery/plugin-release-common';
import path from 'node:path';
import { sampleSubmission } from '../__testUtils__/samples';
import { loadBundle } from './loadBundle';
import { readPolicyFolders } from './readPolicyFolders';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');

let policy: Policy;
beforeAll(async () => {
  policy = loadBundle(await readPolicyFolders([DEFAULT])).policy;
});

type Known = Partial<RiskInputs>;
type System = BuildInfo['artifacts'][0]['os'];

const smallChange: NonNullable<RiskInputs['change']> = {
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
const hugeChange: typeof smallChange = {
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
const passed = (os: System) => ({
  os,
  total: 400,
  failed: 0,
  skipped: 0,
  flaky: 0,
  durationSeconds: 60,
});

/** Everything a good pipeline knows about a small, tested change. */
const wellKnown = (os: System): Known => ({
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

const signedWith = (kind: 'authenticode' | 'none', verified = true) => ({
  kind,
  verified,
});

function decideBy(
  os: System,
  known: Known,
  signature: { kind: 'authenticode' | 'none'; verified: boolean },
  mode: 'enforced' | 'asThePolicySays' = 'enforced',
) {
  const submission = sampleSubmission({ os, risk: known, signature });
  return decide({
    submission,
    policy:
      mode === 'enforced'
        ? { ...policy, enforcement: { default: mode, rules: [] } }
        : policy,
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
  });
}

type Row = {
  title: string;
  os?: System;
  known: Known;
  signature?: { kind: 'authenticode' | 'none'; verified: boolean };
  band?: string;
  strategy: string;
  state: string;
  roles?: string[];
  blockedBy?: string[];
  onBadVerdict?: string;
};

const critical = (more: object = {}) => ({
  vulnerabilities: [
    { id: 'CVE-2026-1111', severity: 'critical' as const, ...more },
  ],
});

const vex = (status: 'not_affected' | 'under_investigation', signed: boolean) =>
  critical({ vex: { status, signed } });

const table: Row[] = [
  {
    title: 'a small, well-tested change of a service goes out by itself',
    known: wellKnown('linux'),
    band: 'low',
    strategy: 'canary',
    state: 'queued',
  },
  {
    title: 'a huge change by a newcomer still goes out, more carefully',
    known: { ...wellKnown('linux'), change: hugeChange },
    band: 'high',
    strategy: 'canary',
    state: 'queued',
  },
  {
    title: 'of which nothing is known goes out only after a person looked',
    known: {},
    band: 'high',
    strategy: 'canary',
    state: 'awaitingApproval',
    roles: ['owner'],
  },
  {
    title: 'a firmware starts on a cohort of test devices, however small',
    os: 'arm',
    known: wellKnown('arm'),
    band: 'medium',
    strategy: 'rolling',
    state: 'queued',
  },
  {
    title: 'a risky firmware goes out as blue/green',
    os: 'arm',
    known: {
      ...wellKnown('arm'),
      change: hugeChange,
      history: { recentFailureRate: 0.3, daysSinceLastRelease: 30 },
    },
    band: 'high',
    strategy: 'blueGreen',
    state: 'queued',
  },
  {
    title: 'a Windows service goes out step by step',
    os: 'windows',
    known: wellKnown('windows'),
    band: 'low',
    strategy: 'rolling',
    state: 'queued',
  },
  {
    title: 'a kernel driver needs owner and SRE and goes out as blue/green',
    os: 'windows',
    known: { ...wellKnown('windows'), flags: { kernelDriver: true } },
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
  },
  {
    title: 'an unsigned kernel driver does not go out',
    os: 'windows',
    known: { ...wellKnown('windows'), flags: { kernelDriver: true } },
    signature: signedWith('none'),
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['unsigned-driver'],
  },
  {
    title: 'a signature that does not verify stops anything',
    known: wellKnown('linux'),
    signature: signedWith('authenticode', false),
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['bad-signature'],
  },
  {
    title: 'a boot loader needs owner and SRE',
    os: 'arm',
    known: { ...wellKnown('arm'), flags: { bootloader: true } },
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
  },
  {
    title: 'a migration that cannot be taken back freezes on a bad verdict',
    known: {
      ...wellKnown('linux'),
      flags: { dbMigration: { reversible: false } },
    },
    strategy: 'canary',
    state: 'awaitingApproval',
    roles: ['owner', 'sre'],
    onBadVerdict: 'freeze',
  },
  {
    title: 'a migration that can be taken back is taken back',
    known: {
      ...wellKnown('linux'),
      flags: { dbMigration: { reversible: true } },
    },
    strategy: 'canary',
    state: 'queued',
    onBadVerdict: 'rollback',
  },
  {
    title: 'a critical vulnerability blocks',
    known: { ...wellKnown('linux'), ...critical() },
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['critical-vulnerability'],
  },
  {
    title: 'a signed VEX excuses it',
    known: { ...wellKnown('linux'), ...vex('not_affected', true) },
    strategy: 'canary',
    state: 'queued',
  },
  {
    title: 'an unsigned VEX does not',
    known: { ...wellKnown('linux'), ...vex('not_affected', false) },
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['critical-vulnerability'],
  },
  {
    title: 'nor does one that is still under investigation',
    known: { ...wellKnown('linux'), ...vex('under_investigation', true) },
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['critical-vulnerability'],
  },
  {
    title: 'a vulnerability that is exploited needs owner and security',
    known: {
      ...wellKnown('linux'),
      vulnerabilities: [{ id: 'CVE-2026-2', severity: 'high', kev: true }],
    },
    strategy: 'blueGreen',
    state: 'awaitingApproval',
    roles: ['owner', 'security'],
  },
  {
    title: 'failed tests block',
    known: {
      ...wellKnown('linux'),
      tests: [{ ...passed('linux'), failed: 1 }],
    },
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['failed-tests'],
  },
  {
    title: 'a failed integration blocks',
    known: { ...wellKnown('linux'), integration: { smokePassed: false } },
    strategy: 'blocked',
    state: 'blocked',
    blockedBy: ['failed-integration'],
  },
];

describe('the default policy, enforced', () => {
  it.each(table)('$title', row => {
    const os = row.os ?? 'linux';
    const decision = decideBy(
      os,
      row.known,
      row.signature ?? signedWith('authenticode'),
    );
    expect({
      strategy: decision.strategy,
      state: openingState(decision).state,
      roles: decision.approvals.required.map(({ role }) => role),
      blockedBy: decision.blockedBy.map(({ gate }) => gate),
    }).toEqual({
      strategy: row.strategy,
      state: row.state,
      roles: row.blockedBy
        ? decision.approvals.required.map(({ role }) => role)
        : row.roles ?? [],
      blockedBy: row.blockedBy ?? [],
    });
    expect(decision.band).toBe(row.band ?? decision.band);
    expect(decision.plan[0]?.onBadVerdict).toBe(
      row.onBadVerdict ?? decision.plan[0]?.onBadVerdict,
    );
    expect(riskDecision.parse(decision)).toEqual(decision);
  });
});

it('is in shadow mode unless a rule says otherwise, and advisory for drivers', () => {
  const signature = signedWith('authenticode');
  const mode = (known: Known) =>
    decideBy('windows', known, signature, 'asThePolicySays').enforcement;
  expect(mode(wellKnown('windows'))).toBe('shadow');
  expect(mode({ flags: { kernelDriver: true } })).toBe('advisory');
  expect(mode({ flags: { bootloader: true } })).toBe('advisory');
});

it('keeps a baseline beside the candidate in every step', () => {
  for (const bands of Object.values(policy.strategies)) {
    for (const { steps } of Object.values(bands)) {
      expect(Math.max(...steps.map(s => s.exposure.percent))).toBeLessThan(100);
    }
  }
});

it('starts every ARM release on test devices', () => {
  for (const { steps } of Object.values(policy.strategies.arm)) {
    expect(steps[0].exposure).toMatchObject({
      kind: 'cohort',
      name: 'test-devices',
    });
    expect(steps[0].exposure.percent).toBeLessThanOrEqual(5);
  }
});

it('starts smaller and bakes longer the riskier a release is', () => {
  for (const bands of Object.values(policy.strategies)) {
    const rules = [bands.low, bands.medium, bands.high, bands.critical];
    rules.slice(1).forEach((rule, index) => {
      const [before, now] = [rules[index].steps[0], rule.steps[0]];
      expect(now.exposure.percent).toBeLessThanOrEqual(before.exposure.percent);
      expect(now.bakeSeconds).toBeGreaterThanOrEqual(before.bakeSeconds);
    });
  }
});

it('lets missing evidence cost something, but never as much as the worst', () => {
  for (const { feature, weight, missing } of policy.score.factors) {
    expect({ feature, ok: missing.points <= Math.max(0, weight) }).toEqual({
      feature,
      ok: true,
    });
  }
});

it('holds the profiles that the lab and the docs name', () => {
  expect(Object.keys(policy.profiles)).toEqual([
    'http-service',
    'device-fleet',
    'windows-driver',
  ]);
});
