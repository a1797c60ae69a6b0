import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { NewCandidate, OpenedDecision } from '../DecisionStore';
import { CandidateRow, DecisionRow } from '../rows';
import { tellOthers } from './tellOthers';

/** Stores a candidate and its new decision. */
export async function openDecision(
  trx: Knex.Transaction,
  candidate: NewCandidate,
  opened: OpenedDecision,
): Promise<void> {
  const { submission, contentDigest, submittedBy, now } = candidate;
  const { decision, state, reason } = opened;
  const { component, buildId } = submission.buildInfo;
  const at = now.toISOString();
  const id = decision.decisionId;
  await trx<CandidateRow>('candidates').insert({
    id,
    component,
    build_id: buildId,
    environment: submission.environment,
    content_digest: contentDigest,
    submission: JSON.stringify(submission),
    submitted_by: submittedBy,
    submitted_at: at,
  });
  await trx<DecisionRow>('decisions').insert({
    id,
    candidate_id: id,
    component,
    environment: submission.environment,
    state,
    state_reason: reason,
    revision: 0,
    decision: JSON.stringify(decision),
    created_at: at,
    updated_at: at,
    expires_at: decision.approvals.expiresAt ?? null,
  });
  await appendToLedger(trx, {
    at: now,
    kind: `decision.${state}`,
    subject: id,
    payload: { from: null, to: state, reason, by: submittedBy, decision },
  });
  await tellOthers(trx, { decision, state, reason, at: now, isNew: true });
}
