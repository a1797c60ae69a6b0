import {
  Candidate,
  PlanStep,
  RiskDecision,
  SCHEMA_VERSION,
  TargetPlan,
  Verdict,
  VerdictCause,
} from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import { randomUUID } from 'node:crypto';
import { LookId } from '../service/Analyzer';
import { Rollout } from '../domain';

export const DIGEST = 'a'.repeat(64);
export const STABLE: Release = { version: '1.0.0', sha256: ['b'.repeat(64)] };
export const TARGET = 'memory:payments-service';

export function aCandidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    component: 'component:default/payments-service',
    buildId: 'build-7',
    version: '1.1.0',
    commit: 'c'.repeat(40),
    environment: 'production',
    artifacts: [{ name: 'payments.tar.gz', os: 'linux', sha256: DIGEST }],
    ...changes,
  };
}

export function aStep(changes: Partial<PlanStep> = {}): PlanStep {
  return {
    exposure: { kind: 'weight', percent: 10 },
    bakeSeconds: 20,
    lookEverySeconds: 10,
    maxLooks: 4,
    minSamples: 100,
    ...changes,
  };
}

export function aPlan(changes: Partial<TargetPlan> = {}): TargetPlan {
  return {
    target: TARGET,
    os: 'linux',
    strategy: 'canary',
    steps: [aStep(), aStep({ exposure: { kind: 'weight', percent: 50 } })],
    metricLabels: { component: 'payments-service' },
    analysis: {
      name: 'http-service',
      stepSeconds: 1,
      warmUpSeconds: 2,
      samples: 'release_track:requests:rate{ {{labels}} }',
      metrics: [
        {
          kind: 'mean',
          name: 'p95',
          title: 'p95 latency',
          unit: 'seconds',
          direction: 'lowerIsBetter',
          criticality: 'critical',
          practicalEffect: { relative: 0.1 },
          alpha: 0.01,
          query: 'release_track:latency_seconds:p95{ {{labels}} }',
        },
      ],
    },
    onBadVerdict: 'rollback',
    coolDownHours: 72,
    ...changes,
  };
}

export function aRollout(changes: Partial<Rollout> = {}): Rollout {
  return {
    id: randomUUID(),
    decisionId: randomUUID(),
    entityRef: 'component:default/payments-service',
    environment: 'production',
    target: changes.plan?.target ?? TARGET,
    candidate: aCandidate(),
    plan: aPlan(),
    state: 'pending',
    stateReason: 'Released.',
    pausedFrom: null,
    stepIndex: 0,
    look: 0,
    lookBase: 0,
    percent: 0,
    stable: null,
    simulated: false,
    hold: null,
    rollbackAttempt: 0,
    seenEpoch: 0,
    dueAt: new Date('2026-11-23T10:00:00.000Z'),
    stepStartedAt: null,
    createdAt: new Date('2026-11-23T10:00:00.000Z'),
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}

export function aDecision(
  decisionId: string,
  changes: Partial<RiskDecision> = {},
): RiskDecision {
  return {
    schemaVersion: SCHEMA_VERSION,
    decisionId,
    decidedAt: '2026-11-23T09:59:00.000Z',
    candidate: aCandidate(),
    contentDigest: 'd'.repeat(64),
    riskScore: 40,
    band: 'medium',
    strategy: 'canary',
    plan: [aPlan()],
    enforcement: 'enforced',
    approvals: { required: [], given: [] },
    factors: [],
    missingEvidence: [],
    blockedBy: [],
    policy: { name: 'default', version: '1', digest: 'e'.repeat(64) },
    model: null,
    shadowDecisions: [],
    ...changes,
  };
}

const verdictOf: Record<VerdictCause, Verdict['verdict']> = {
  healthy: 'promote',
  degraded: 'rollback',
  inconclusive: 'slow',
  insufficientSamples: 'slow',
  noData: 'slow',
  sourceUnavailable: 'slow',
};

export function aVerdict(
  id: LookId,
  cause: VerdictCause,
  window: Verdict['window'],
  changes: Partial<Verdict> = {},
): Verdict {
  return {
    schemaVersion: SCHEMA_VERSION,
    verdictId: randomUUID(),
    ...id,
    window,
    judgedAt: window.end,
    verdict: verdictOf[cause],
    cause,
    words: `The candidate is ${cause}.`,
    samples: { candidate: cause === 'noData' ? null : 500, required: 100 },
    metrics: [],
    plot: [],
    ...changes,
  };
}
