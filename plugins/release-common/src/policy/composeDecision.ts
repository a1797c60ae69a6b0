import {
  Candidate,
  RiskDecision,
  SCHEMA_VERSION,
  StrategyName,
  TargetPlan,
} from '../contracts';
import { joinApprovals } from './approvals';
import { Assessment } from './assess';
import { freezeAt, freezeSubjectOf } from './freeze';
import { Policy } from './schema';

/** What a decision is made under, whatever it is about. */
export type DecisionFrame = {
  /** RFC 8785 digest of what was submitted. */
  contentDigest: string;
  policy: Policy;
  policyDigest: string;
  /** Where the bundle is kept in Git, if it is. */
  policyOrigin?: { commit: string; source: string };
  now: Date;
  decisionId: string;
};

const HOUR_MS = 3_600_000;

const MOST_CAREFUL_FIRST: readonly StrategyName[] = [
  'blueGreen',
  'canary',
  'rolling',
];

/** The most careful strategy of a plan stands for all of it. */
function strategyOf(plan: readonly TargetPlan[]): StrategyName {
  return (
    MOST_CAREFUL_FIRST.find(name =>
      plan.some(({ strategy }) => strategy === name),
    ) ?? 'blocked'
  );
}

/** Puts what a policy makes of a candidate into a decision. Pure. */
export function composeDecision(
  frame: DecisionFrame,
  candidate: Candidate,
  assessment: Assessment,
): RiskDecision {
  const { policy, now } = frame;
  const { riskScore, band, factors, missingEvidence } = assessment;
  const { enforcement, blockedBy } = assessment;
  const blocked = blockedBy.length > 0;
  const plan = blocked ? [] : assessment.plan;
  const freeze = freezeAt(
    policy,
    freezeSubjectOf(candidate, assessment.isFix),
    now,
  );
  const required = joinApprovals(assessment.approvals);
  const waits = !blocked && enforcement !== 'shadow' && required.length > 0;
  return {
    schemaVersion: SCHEMA_VERSION,
    decisionId: frame.decisionId,
    decidedAt: now.toISOString(),
    candidate,
    contentDigest: frame.contentDigest,
    riskScore,
    band,
    ...(assessment.parts && { parts: assessment.parts }),
    factors,
    missingEvidence,
    strategy: strategyOf(plan),
    plan,
    enforcement,
    approvals: {
      required,
      given: [],
      ...(required.length > 0 && { fourEyes: policy.approvals.fourEyes }),
      ...(waits && {
        expiresAt: new Date(
          now.getTime() + policy.approvals.expireAfterHours * HOUR_MS,
        ).toISOString(),
      }),
    },
    blockedBy,
    ...(assessment.vex?.length && { vex: [...assessment.vex] }),
    ...(freeze && { freeze }),
    policy: {
      ...policy.policy,
      digest: frame.policyDigest,
      ...frame.policyOrigin,
    },
    model: assessment.model,
    shadowDecisions: assessment.challengers.map(challenger => ({
      challenger: challenger.name,
      riskScore: challenger.riskScore,
      band: challenger.band,
      strategy: blocked ? 'blocked' : strategyOf(challenger.plan),
    })),
  };
}
