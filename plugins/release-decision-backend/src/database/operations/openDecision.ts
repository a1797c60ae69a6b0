import {
  BuildInfo,
  authorsOfBuild,
  scoreToAnswerFor,
} from '@adaptive-delivery/plugin-release-common';
import {
  appendToLedger,
  keepStatements,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { repoKey } from '../../domain';
import {
  KeptSubmission,
  OpenedDecision,
  StoredDecision,
} from '../DecisionStore';
import { CandidateRow, DecisionRow, toStored, toSummary } from '../rows';
import { keepParts } from './keepParts';
import { tellChannels } from './tellChannels';
import { tellOthers } from './tellOthers';

/** By e-mail, so that a condition on authors can be part of a query. */
async function writeAuthors(
  trx: Knex.Transaction,
  id: string,
  builds: readonly BuildInfo[],
): Promise<void> {
  const emails = builds
    .flatMap(authorsOfBuild)
    .flatMap(({ email }) => email ?? []);
  const rows = [...new Set(emails)].map(email => ({ decision_id: id, email }));
  if (rows.length > 0) await trx('decision_authors').insert(rows);
}

/**
 * Stores a candidate or a bundle, and its new decision.
 *
 * @returns the decision as it is kept.
 */
export async function openDecision(
  trx: Knex.Transaction,
  kept: KeptSubmission,
  opened: OpenedDecision,
  channels: readonly string[],
): Promise<StoredDecision> {
  const { key, builds, submission, contentDigest, submittedBy, now } = kept;
  const { decision, state, reason, releaseAfter } = opened;
  const { candidate } = decision;
  const statements = opened.statements ?? [];
  const at = now.toISOString();
  const id = decision.decisionId;
  await trx<CandidateRow>('candidates').insert({
    id,
    component: key.component,
    build_id: key.buildId,
    environment: key.environment,
    content_digest: contentDigest,
    submission: JSON.stringify(submission),
    submitted_by: submittedBy,
    submitted_at: at,
  });
  const row: Omit<DecisionRow, 'seq'> = {
    id,
    candidate_id: id,
    component: candidate.component,
    environment: candidate.environment,
    state,
    state_reason: reason,
    revision: 0,
    decision: JSON.stringify(decision),
    created_at: at,
    updated_at: at,
    expires_at: decision.approvals.expiresAt ?? null,
    release_after: releaseAfter,
    risk_score: scoreToAnswerFor(decision),
    commit_id: candidate.commit,
    repo_key: repoKey(builds[0].repo.url),
    freeze_override: null,
    noticed_at: null,
    notice_attempts: 0,
  };
  const [{ seq }] = await trx('decisions').insert(row).returning('seq');
  await keepParts(trx, { id, seq, state }, candidate, builds);
  await writeAuthors(trx, id, builds);
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
  return toStored(
    toSummary({ ...row, seq }, decision, []),
    decision,
    submission,
  );
}
