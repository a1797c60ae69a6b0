import {
  describeSeats,
  heldWords,
  outstandingSeats,
} from '@adaptive-delivery/plugin-release-common';
import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Answer, AnswerResult } from '../DecisionStore';
import { ApprovalRow, DecisionRow, toDecision, toGiven } from '../rows';
import { findActiveQuarantine } from './findActiveQuarantine';
import { lockDecision } from './lockDecision';
import { moveDecision } from './moveDecision';
import { readApprovals } from './readApprovals';
import { tellChannels } from './tellChannels';

/** Why a decision cannot be answered now; null when it can. */
async function obstacle(
  trx: Knex.Transaction,
  row: DecisionRow,
  answer: Answer,
): Promise<AnswerResult | null> {
  if (row.revision !== answer.revision || row.revision !== answer.judgedAt) {
    const given = (await readApprovals(trx, [row.id])).get(row.id) ?? [];
    return {
      kind: 'stale',
      revision: row.revision,
      state: row.state,
      reason: row.state_reason,
      since: given
        .filter(({ revision }) => (revision ?? -1) >= answer.revision)
        .map(toGiven),
    };
  }
  if (row.state !== 'awaitingApproval') {
    return { kind: 'notWaiting', state: row.state, reason: row.state_reason };
  }
  if (row.expires_at !== null && row.expires_at <= answer.now.toISOString()) {
    return { kind: 'expired', expiresAt: row.expires_at };
  }
  if (answer.decision === 'reject') return null;
  const { candidate } = toDecision(row, []);
  const entry = await findActiveQuarantine(
    trx,
    candidate.artifacts.map(({ sha256 }) => sha256),
    answer.now,
  );
  return entry && { kind: 'quarantined', entry };
}

async function record(
  trx: Knex.Transaction,
  answer: Answer,
): Promise<ApprovalRow[]> {
  const { id, seats, decision, by, reason, via, revision, now } = answer;
  const at = now.toISOString();
  const common = { decision_id: id, decision, by, reason, at, via, revision };
  await trx<ApprovalRow>('approvals').insert(
    seats.map(({ role, component = '' }) => ({ ...common, role, component })),
  );
  await appendToLedger(trx, {
    at: now,
    kind: decision === 'approve' ? 'decision.approval' : 'decision.rejection',
    subject: id,
    payload: {
      roles: seats.map(({ role }) => role),
      ...(seats.some(({ component }) => component) && { seats }),
      by,
      reason,
      via,
      revision,
    },
  });
  return (await readApprovals(trx, [id])).get(id) ?? [];
}

/** A person approves or rejects; see `DecisionStore.answer`. */
export async function answerDecision(
  trx: Knex.Transaction,
  answer: Answer,
  channels: readonly string[],
): Promise<AnswerResult> {
  const row = await lockDecision(trx, answer.id);
  if (!row) throw new Error(`Decision ${answer.id} is gone`);
  const stopped = await obstacle(trx, row, answer);
  if (stopped) return stopped;
  if (answer.seats.length === 0) {
    throw new Error(`${answer.by} holds nothing to answer ${answer.id} with`);
  }

  const approvals = await record(trx, answer);
  const { by, reason, now } = answer;
  if (answer.decision === 'reject') {
    await moveDecision(trx, row, {
      to: 'rejected',
      reason: `Rejected by ${by}: ${reason}`,
      at: now,
      by,
      channels,
    });
    return { kind: 'done' };
  }
  const waitsFor = outstandingSeats(toDecision(row, approvals).approvals);
  if (waitsFor.length === 0) {
    await moveDecision(trx, row, {
      to: 'queued',
      reason: [
        `Approved by ${by}: ${reason}`,
        answer.freeze && heldWords(answer.freeze),
      ]
        .filter(Boolean)
        .join(' · '),
      releaseAfter: answer.freeze?.until,
      at: now,
      by,
      channels,
    });
    return { kind: 'done' };
  }
  await trx<DecisionRow>('decisions')
    .where({ id: row.id })
    .update({
      state_reason: `It still needs approval by ${describeSeats(waitsFor)}.`,
      revision: row.revision + 1,
      updated_at: now.toISOString(),
    });
  await tellChannels(trx, channels, row.id, row.revision + 1);
  return { kind: 'done' };
}
