import {
  AnalysisProfile,
  DecisionRecord,
  DecisionSummary,
  IncidentRecord,
  MetricFinding,
  RolloutRecord,
  RolloutSummary,
  TargetPlan,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';

export const sampleIds = {
  decision: '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d01',
  stableDecision: '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d02',
  rollout: '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d03',
  verdict: '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d04',
  incident: '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d05',
};

const COMPONENT = 'component:default/payments-service';
const COMMIT = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const DIGEST = 'c0ffee'.padEnd(64, '0');

const profile: AnalysisProfile = {
  name: 'http-service',
  stepSeconds: 10,
  warmUpSeconds: 10,
  samples: 'release_track:requests:rate{ {{labels}} }',
  metrics: [
    {
      kind: 'ratio',
      name: 'errors',
      title: 'error ratio',
      unit: 'ratio',
      direction: 'lowerIsBetter',
      criticality: 'critical',
      practicalEffect: { absolute: 0.005 },
      alpha: 0.01,
      numerator: 'release_track:errors:rate{ {{labels}} }',
      denominator: 'release_track:requests:rate{ {{labels}} }',
    },
  ],
};

export const samplePlan: TargetPlan = {
  target: 'lab:payments-service',
  os: 'linux',
  strategy: 'canary',
  steps: [5, 10, 25, 50, 100].map(percent => ({
    exposure: { kind: 'weight', percent },
    bakeSeconds: 60,
    lookEverySeconds: 20,
    maxLooks: 12,
    minSamples: 200,
  })),
  metricLabels: { component: 'payments-service' },
  analysis: profile,
  onBadVerdict: 'rollback',
  coolDownHours: 72,
};

/** A decision that waits for the caller's approval. */
export function sampleDecision(
  changes: Partial<DecisionRecord> = {},
): DecisionRecord {
  const id = changes.id ?? sampleIds.decision;
  const version = changes.version ?? '2.14.0';
  const identity = {
    component: COMPONENT,
    buildId: 'payments-service-214',
    version,
    commit: COMMIT,
    commitMessage: 'retry on 503',
  };
  return {
    id,
    state: 'awaitingApproval',
    stateReason: 'Advisory mode: it needs the approval of the service owner.',
    releaseAfter: null,
    revision: 3,
    entityRef: COMPONENT,
    environment: 'production',
    version,
    buildId: identity.buildId,
    commit: COMMIT,
    commitMessage: identity.commitMessage,
    riskScore: 63,
    band: 'high',
    strategy: 'canary',
    enforcement: 'advisory',
    requiredRoles: ['owner'],
    givenRoles: [],
    createdAt: '2026-11-23T15:00:00Z',
    updatedAt: '2026-11-23T15:00:00Z',
    rolloutIds: [],
    decision: {
      schemaVersion: '1.0',
      decisionId: id,
      decidedAt: '2026-11-23T15:00:00Z',
      candidate: {
        ...identity,
        environment: 'production',
        artifacts: [{ name: 'payments-service', os: 'linux', sha256: DIGEST }],
      },
      contentDigest: 'a'.repeat(64),
      riskScore: 63,
      band: 'high',
      strategy: 'canary',
      plan: [samplePlan],
      enforcement: 'advisory',
      approvals: {
        required: [
          { role: 'owner', why: 'payments-service is in advisory mode' },
        ],
        given: [],
        expiresAt: '2026-11-24T15:00:00Z',
      },
      factors: [
        {
          feature: 'base',
          value: null,
          contribution: 10,
          words: 'every release starts here',
        },
        {
          feature: 'change.linesAdded',
          value: 1904,
          contribution: 30,
          words: '1,904 lines in 31 files',
        },
        {
          feature: 'coverage',
          value: null,
          contribution: 26,
          words: 'coverage unknown (missing)',
        },
        {
          feature: 'tests.failed',
          value: 0,
          contribution: -3,
          words: 'all 812 tests passed',
        },
      ],
      missingEvidence: [
        { feature: 'coverage', words: 'no coverage report was submitted' },
      ],
      blockedBy: [],
      policy: { name: 'default', version: '3', digest: '7f3c'.padEnd(64, '0') },
      model: null,
      shadowDecisions: [],
      ...changes.decision,
    },
    buildInfo: {
      schemaVersion: '1.0',
      ...identity,
      repo: { url: 'https://git.example/payments' },
      branch: 'main',
      ci: { system: 'jenkins' },
      artifacts: [
        {
          name: 'payments-service',
          os: 'linux',
          arch: 'x86_64',
          uri: 'artifacts/payments-service',
          sha256: DIGEST,
          sizeBytes: 12_000_000,
        },
      ],
      startedAt: '2026-11-23T14:50:00Z',
      finishedAt: '2026-11-23T14:58:00Z',
      ...changes.buildInfo,
    },
    riskInputs: {
      schemaVersion: '1.0',
      buildId: identity.buildId,
      component: COMPONENT,
      commit: COMMIT,
      collectedAt: '2026-11-23T14:58:30Z',
      ...changes.riskInputs,
    },
    may: { approve: true, reject: true, why: 'You own payments-service.' },
    ...withoutDocuments(changes),
  };
}

function withoutDocuments(changes: Partial<DecisionRecord>) {
  const { decision, buildInfo, riskInputs, ...rest } = changes;
  return rest;
}

/** The same decision as a list shows it. */
export function toDecisionSummary(record: DecisionRecord): DecisionSummary {
  const { decision, buildInfo, riskInputs, may, ...summary } = record;
  return summary;
}

/** A rollout in the third of five steps. */
export function sampleRollout(
  changes: Partial<RolloutRecord> = {},
): RolloutRecord {
  return {
    id: sampleIds.rollout,
    decisionId: sampleIds.decision,
    entityRef: COMPONENT,
    environment: 'production',
    target: 'lab:payments-service',
    state: 'baking',
    stateReason: 'It bakes at 25 %.',
    candidate: sampleDecision().decision.candidate,
    stableVersion: '2.13.4',
    stepIndex: 2,
    look: 1,
    percent: 25,
    plan: samplePlan,
    dueAt: '2026-11-23T15:05:00Z',
    stepStartedAt: '2026-11-23T15:04:10Z',
    createdAt: '2026-11-23T15:00:00Z',
    startedAt: '2026-11-23T15:00:05Z',
    finishedAt: null,
    simulated: false,
    events: [
      {
        at: '2026-11-23T15:00:05Z',
        kind: 'started',
        step: 0,
        percent: 0,
        words: 'The target was free.',
        by: 'plugin:rollout',
      },
      {
        at: '2026-11-23T15:04:10Z',
        kind: 'exposure',
        step: 2,
        percent: 25,
        words: '25 % of the traffic goes to 2.14.0.',
        by: 'plugin:rollout',
      },
    ],
    may: {
      pause: true,
      resume: false,
      promote: true,
      abort: true,
      rollback: false,
    },
    ...changes,
  };
}

/** The same rollout as a list shows it. */
export function toRolloutSummary(record: RolloutRecord): RolloutSummary {
  const { events, may, ...summary } = record;
  return summary;
}

export function sampleMetric(
  changes: Partial<MetricFinding> = {},
): MetricFinding {
  return {
    name: 'latency-p95',
    title: 'p95 latency',
    unit: 'seconds',
    kind: 'mean',
    direction: 'lowerIsBetter',
    criticality: 'critical',
    query: {
      candidate: 'release_track:latency_seconds:p95{track="candidate"}',
      baseline: 'release_track:latency_seconds:p95{track="baseline"}',
    },
    candidate: 0.219,
    baseline: 0.181,
    delta: 0.038,
    effect: 0.2099,
    interval: { low: -0.004, high: 0.08, confidence: 0.95 },
    bound: 0.05,
    n: { candidate: 24, baseline: 24 },
    finding: 'inconclusive',
    detectors: [],
    words: 'p95 latency is 38 ms (21 %) above the baseline; not yet sure.',
    ...changes,
  };
}

/** A slow verdict: one metric unsure, one without data. */
export function sampleVerdict(changes: Partial<Verdict> = {}): Verdict {
  const times = ['2026-11-23T15:04:20Z', '2026-11-23T15:04:30Z'];
  return {
    schemaVersion: '1.0',
    verdictId: sampleIds.verdict,
    rolloutId: sampleIds.rollout,
    step: 2,
    look: 0,
    window: { start: '2026-11-23T15:04:20Z', end: '2026-11-23T15:04:40Z' },
    judgedAt: '2026-11-23T15:04:40Z',
    verdict: 'slow',
    cause: 'inconclusive',
    words: 'p95 latency is 38 ms (21 %) above the baseline; not yet sure.',
    samples: { candidate: 1240, required: 200 },
    metrics: [
      sampleMetric(),
      sampleMetric({
        name: 'memory',
        title: 'memory',
        unit: 'bytes',
        criticality: 'info',
        candidate: null,
        baseline: null,
        delta: null,
        effect: null,
        interval: null,
        bound: null,
        n: { candidate: 0, baseline: 0 },
        finding: 'noData',
        words: 'Neither arm has samples of memory.',
      }),
    ],
    plot: [
      {
        name: 'latency-p95',
        times,
        candidate: [0.2, 0.238],
        baseline: [0.18, 0.182],
      },
      {
        name: 'memory',
        times,
        candidate: [null, null],
        baseline: [null, null],
      },
    ],
    ...changes,
  };
}

/** A rollback that has finished. */
export function sampleIncident(
  changes: Partial<IncidentRecord> = {},
): IncidentRecord {
  return {
    schemaVersion: '1.0',
    incidentId: sampleIds.incident,
    rolloutId: sampleIds.rollout,
    decisionId: sampleIds.decision,
    candidate: sampleDecision().decision.candidate,
    target: 'lab:payments-service',
    restored: { version: '2.13.4', sha256: null },
    trigger: {
      kind: 'verdict',
      by: 'canary-analyzer',
      cause: 'degraded',
      verdictId: sampleIds.verdict,
      words: 'The error ratio is 4.1 pp above the baseline.',
    },
    exposurePercentAtDetection: 5,
    releaseStartedAt: '2026-11-23T15:00:05Z',
    detectedAt: '2026-11-23T15:01:00Z',
    restoredAt: '2026-11-23T15:01:20Z',
    state: 'rolledBack',
    playbook: {
      name: 'restore-stable',
      version: '1',
      steps: [
        {
          name: 'restore',
          words: 'All traffic goes to 2.13.4.',
          startedAt: '2026-11-23T15:01:00Z',
          finishedAt: '2026-11-23T15:01:10Z',
          outcome: 'done',
        },
      ],
    },
    quarantine: { sha256: [DIGEST], until: '2026-11-24T15:01:20Z' },
    told: [],
    ...changes,
  };
}
