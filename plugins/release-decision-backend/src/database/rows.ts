import {
  ApprovalRole,
  BundleSubmission,
  DecisionState,
  DecisionSummary,
  GivenApproval,
  QuarantineEntry,
  RiskDecision,
  Submission,
  buildsInOrder,
  modelDisagrees,
  outstandingRoles,
} from '@adaptive-delivery/plugin-release-common';
import { StoredDecision } from './DecisionStore';

export type DecisionRow = {
  seq: number;
  id: string;
  candidate_id: string;
  component: string;
  environment: string;
  state: DecisionState;
  state_reason: string;
  revision: number;
  /** RiskDecision as it was made, without the approvals that came later. */
  decision: string;
  created_at: string;
  updated_at: string;
  expires_at: string | null;
  /** While it is set a queued decision waits for the end of a freeze window. */
  release_after: string | null;
  /** JSON of the override by which a person released it before. */
  freeze_override: string | null;
  noticed_at: string | null;
  notice_attempts: number;
  risk_score: number;
  commit_id: string;
  repo_key: string;
};

export type CandidateRow = {
  id: string;
  component: string;
  build_id: string;
  environment: string;
  content_digest: string;
  submission: string;
  submitted_by: string;
  submitted_at: string;
};

export type ApprovalRow = Omit<GivenApproval, 'via' | 'component'> & {
  decision_id: string;
  /** Whose owner answered, in a bundle; empty for the whole. */
  component: string;
  via: string | null;
  /** The revision it answered; null before that was kept. */
  revision: number | null;
};

export type QuarantineRow = {
  id: number;
  key: string;
  sha256: string;
  component: string;
  reason: string;
  since: string;
  until: string;
  incident_id: string | null;
  by: string;
};

export function toGiven(row: ApprovalRow): GivenApproval {
  const { role, component, decision, by, reason, at, via } = row;
  return {
    role,
    ...(component && { component }),
    decision,
    by,
    reason,
    at,
    ...(via && { via }),
  };
}

/** The decision with the approvals and the override given since. */
export function toDecision(
  row: Pick<DecisionRow, 'decision'> &
    Partial<Pick<DecisionRow, 'freeze_override'>>,
  approvals: readonly ApprovalRow[],
): RiskDecision {
  const decision: RiskDecision = JSON.parse(row.decision);
  return {
    ...decision,
    ...(row.freeze_override && {
      freezeOverride: JSON.parse(row.freeze_override),
    }),
    approvals: {
      ...decision.approvals,
      given: approvals.map(toGiven),
    },
  };
}

const rolesOf = (items: ReadonlyArray<{ role: ApprovalRole }>) => [
  ...new Set(items.map(({ role }) => role)),
];

export function toSummary(
  row: DecisionRow,
  decision: RiskDecision,
  rolloutIds: string[],
): DecisionSummary {
  const { candidate, approvals } = decision;
  const waitsFor = outstandingRoles(approvals);
  return {
    id: row.id,
    state: row.state,
    stateReason: row.state_reason,
    releaseAfter: row.release_after,
    revision: row.revision,
    entityRef: row.component,
    environment: row.environment,
    version: candidate.version,
    buildId: candidate.buildId,
    commit: candidate.commit,
    commitMessage: candidate.commitMessage ?? null,
    riskScore: decision.riskScore,
    band: decision.band,
    strategy: decision.strategy,
    enforcement: decision.enforcement,
    modelDisagrees: modelDisagrees(decision.model) ?? undefined,
    requiredRoles: rolesOf(approvals.required),
    givenRoles: rolesOf(
      approvals.given.filter(given => given.decision === 'approve'),
    ).filter(role => !waitsFor.includes(role)),
    answeredBy: [...new Set(approvals.given.map(({ by }) => by))],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    rolloutIds,
    ...(candidate.parts && {
      parts: candidate.parts.map(({ component, version }) => ({
        component,
        version,
      })),
    }),
  };
}

export function toStored(
  summary: DecisionSummary,
  decision: RiskDecision,
  kept: Submission | BundleSubmission,
): StoredDecision {
  if (!('manifest' in kept)) {
    const { buildInfo, riskInputs } = kept;
    return { ...summary, decision, buildInfo, riskInputs };
  }
  const { manifest } = kept;
  const builds = buildsInOrder(kept);
  return { ...summary, decision, ...builds[0], bundle: { manifest, builds } };
}

export function toQuarantineEntry(row: QuarantineRow): QuarantineEntry {
  return {
    sha256: row.sha256,
    component: row.component,
    reason: row.reason,
    since: row.since,
    until: row.until,
    incidentId: row.incident_id,
    by: row.by,
  };
}
