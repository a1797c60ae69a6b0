import {
  MetricLabels,
  RequiredApproval,
  RiskBand,
  RiskDecision,
  SCHEMA_VERSION,
} from '../contracts';
import { Submission } from '../api';
import { joinApprovals } from './approvals';
import { enforcementOf } from './enforcement';
import { Evidence, ReleaseHistory } from './evidence';
import { checkGates } from './gates';
import { planFor } from './plan';
import { Policy } from './schema';
import { riskierBand, scoreRisk } from './score';

export type DecideInput = {
  submission: Submission;
  /** RFC 8785 digest of the submission. */
  contentDigest: string;
  policy: Policy;
  policyDigest: string;
  /** Where the bundle is kept in Git, if it is. */
  policyOrigin?: { commit: string; source: string };
  /** `<driver>:<name>`, from the entity. */
  target: string;
  /** Name of the analysis profile, from the entity. */
  profileName: string;
  metricLabels: MetricLabels;
  now: Date;
  decisionId: string;
  /** From the portal's own past; counts where the pipeline sends none. */
  history?: ReleaseHistory;
};

const HOUR_MS = 3_600_000;

function bandApprovals(policy: Policy, band: RiskBand): RequiredApproval[] {
  return policy.approvals.byBand[band].map(role => ({
    role,
    why: `The risk is ${band}`,
  }));
}

function candidateOf({ buildInfo, environment }: Submission) {
  return {
    component: buildInfo.component,
    buildId: buildInfo.buildId,
    version: buildInfo.version,
    commit: buildInfo.commit,
    ...(buildInfo.commitMessage && { commitMessage: buildInfo.commitMessage }),
    environment,
    artifacts: buildInfo.artifacts.map(({ name, os, sha256 }) => ({
      name,
      os,
      sha256,
    })),
  };
}

/**
 * Decides how a candidate is released. Pure: the same input gives the same
 * decision, in the backend, the browser, the CLI and a backtest.
 *
 * @throws UnknownProfileError when the policy lacks the analysis profile.
 */
export function decide(input: DecideInput): RiskDecision {
  const { policy, submission, now } = input;
  const evidence: Evidence = { submission, history: input.history };
  const risk = scoreRisk(policy, evidence);
  const gates = checkGates(policy, evidence);
  const enforcement = enforcementOf(policy, evidence);
  const plan = planFor({
    policy,
    evidence,
    band: gates.planAs.reduce(riskierBand, risk.band),
    target: input.target,
    profileName: input.profileName,
    metricLabels: input.metricLabels,
  });
  const blocked = gates.blockedBy.length > 0;
  const required = joinApprovals([
    ...gates.approvals,
    ...bandApprovals(policy, risk.band),
    ...(enforcement === 'advisory'
      ? policy.approvals.advisory.map(role => ({
          role,
          why: 'Advisory mode: nothing goes out without approval',
        }))
      : []),
  ]);
  const waits = !blocked && enforcement !== 'shadow' && required.length > 0;
  return {
    schemaVersion: SCHEMA_VERSION,
    decisionId: input.decisionId,
    decidedAt: now.toISOString(),
    candidate: candidateOf(submission),
    contentDigest: input.contentDigest,
    ...risk,
    strategy: blocked ? 'blocked' : plan.strategy,
    plan: blocked ? [] : [plan],
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
    blockedBy: gates.blockedBy,
    policy: {
      ...policy.policy,
      digest: input.policyDigest,
      ...input.policyOrigin,
    },
    model: null,
    shadowDecisions: [],
  };
}
