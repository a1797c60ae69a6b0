import { RolloutReport } from '@adaptive-delivery/plugin-release-common';
import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { ReportedRollout, pathTo, stateFromReports } from '../../domain';
import { DecisionRow, toDecision } from '../rows';
import { lockDecision } from './lockDecision';
import { moveDecision } from './moveDecision';
import { tellChannels } from './tellChannels';

type ReportRow = {
  id: number;
  key: string;
  decision_id: string;
  rollout_id: string;
  kind: RolloutReport['kind'];
  words: string;
  at: string;
};

async function readReports(
  trx: Knex.Transaction,
  decisionId: string,
): Promise<ReportedRollout[]> {
  const rows = await trx<ReportRow>('rollout_reports')
    .where({ decision_id: decisionId })
    .orderBy('id');
  return rows.map(row => ({
    rolloutId: row.rollout_id,
    kind: row.kind,
    words: row.words,
  }));
}

/** @throws ConflictError for another report under a key that is taken. */
function assertSameReport(known: ReportRow, id: string, report: RolloutReport) {
  if (
    known.decision_id !== id ||
    known.rollout_id !== report.rolloutId ||
    known.kind !== report.kind
  ) {
    throw new ConflictError(
      `The report ${report.key} was taken before: rollout ${known.rollout_id} of decision ${known.decision_id} is ${known.kind}. Another report needs a key of its own`,
    );
  }
}

/** A failed rollback that then succeeded, or the other way round, is told anew. */
async function renewReason(
  trx: Knex.Transaction,
  row: DecisionRow,
  words: string,
  now: Date,
) {
  await trx<DecisionRow>('decisions')
    .where({ id: row.id })
    .update({
      state_reason: words,
      revision: row.revision + 1,
      updated_at: now.toISOString(),
    });
}

/** act says how a rollout goes; see `DecisionStore.report`. */
export async function reportRollout(
  trx: Knex.Transaction,
  id: string,
  report: RolloutReport,
  now: Date,
  channels: readonly string[],
): Promise<{ changed: boolean } | null> {
  const row = await lockDecision(trx, id);
  if (!row) return null;
  const known = await trx<ReportRow>('rollout_reports')
    .where({ key: report.key })
    .first();
  if (known) {
    assertSameReport(known, id, report);
    return { changed: false };
  }
  await trx('rollout_reports').insert({
    key: report.key,
    decision_id: id,
    rollout_id: report.rolloutId,
    kind: report.kind,
    words: report.words,
    at: new Date(report.at).toISOString(),
  });
  await appendToLedger(trx, {
    at: now,
    kind: 'rollout.reported',
    subject: id,
    payload: report,
  });
  const targets = toDecision(row, []).plan.length;
  const reported = stateFromReports(await readReports(trx, id), targets);
  const path = reported && pathTo(row.state, reported.state);
  if (!reported || !path) return { changed: false };
  if (path.length === 0 && row.state_reason !== reported.words) {
    await renewReason(trx, row, reported.words, now);
    await tellChannels(trx, channels, row.id, row.revision + 1);
    return { changed: true };
  }
  let moved = row;
  for (const to of path) {
    moved = await moveDecision(trx, moved, {
      to,
      reason: reported.words,
      at: now,
      by: 'plugin:rollout',
      channels,
    });
  }
  return { changed: path.length > 0 };
}
