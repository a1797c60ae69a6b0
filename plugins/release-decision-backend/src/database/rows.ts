import {
  DecisionState,
  DecisionSummary,
  GivenApproval,
  QuarantineEntry,
  RiskDecision,
  Submission,
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
  noticed_at: string | null;
  notice_attempts: number;
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

export type ApprovalRow = GivenApproval & { decision_id: string };

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

/** The decision with the approvals given since. */
export function toDecision(
  row: Pick<DecisionRow, 'decision'>,
  approvals: readonly ApprovalRow[],
): RiskDecision {
  const decision: RiskDecision = JSON.parse(row.decision);
  return {
    ...decision,
    approvals: {
      ...decision.approvals,
      given: approvals.map(({ role, decision: said, by, reason, at }) => ({
        role,
        decision: said,
        by,
        reason,
        at,
      })),
    },
  };
}

export function toSummary(
  row: DecisionRow,
  decision: RiskDecision,
  rolloutIds: string[],
): DecisionSummary {
  const { candidate, approvals } = decision;
  return {
    id: row.id,
    state: row.state,
    stateReason: row.state_reason,
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
    requiredRoles: approvals.required.map(({ role }) => role),
    givenRoles: approvals.given
      .filter(given => given.decision === 'approve')
      .map(({ role }) => role),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    rolloutIds,
  };
}

export function toStored(
  summary: DecisionSummary,
  decision: RiskDecision,
  candidate: Pick<CandidateRow, 'submission'>,
): StoredDecision {
  const { buildInfo, riskInputs }: Submission = JSON.parse(
    candidate.submission,
  );
  return { ...summary, decision, buildInfo, riskInputs };
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
