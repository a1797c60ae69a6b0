import {
  Submission,
  authorsOfBuild,
} from '@adaptive-delivery/plugin-release-common';
import {
  appendToLedger,
  keepStatements,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { repoKey } from '../../domain';
import { NewCandidate, OpenedDecision } from '../DecisionStore';
import { CandidateRow, DecisionRow } from '../rows';
import { tellChannels } from './tellChannels';
import { tellOthers } from './tellOthers';

/** By e-mail, so that a condition on authors can be part of a query. */
async function writeAuthors(
  trx: Knex.Transaction,
  id: string,
  { buildInfo }: Submission,
): Promise<void> {
  const rows = authorsOfBuild(buildInfo).flatMap(({ email }) =>
    email === null ? [] : [{ decision_id: id, email }],
  );
  if (rows.length > 0) await trx('decision_authors').insert(rows);
}

/** Stores a candidate and its new decision. */
export async function openDecision(
  trx: Knex.Transaction,
  candidate: NewCandidate,
  opened: OpenedDecision,
  channels: readonly string[],
): Promise<void> {
  const { submission, contentDigest, submittedBy, now } = candidate;
  const { decision, state, reason, releaseAfter } = opened;
  const { component, buildId, repo } = submission.buildInfo;
  const statements = opened.statements ?? [];
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
    release_after: releaseAfter,
    risk_score: decision.riskScore,
    commit_id: decision.candidate.commit,
    repo_key: repoKey(repo.url),
  });
  await writeAuthors(trx, id, submission);
  await appendToLedger(trx, {
    at: now,
    kind: `decision.${state}`,
    subject: id,
    payload: {
      from: null,
      to: state,
      reason,
      by: submittedBy,
      decision,
      statements: statements.map(({ predicateType, sha256 }) => ({
        predicateType,
        sha256,
      })),
    },
  });
  await keepStatements(trx, id, statements);
  await tellOthers(trx, {
    decision,
    state,
    reason,
    at: now,
    isNew: true,
    isHeld: releaseAfter !== null,
  });
  await tellChannels(trx, channels, id, 0);
}
