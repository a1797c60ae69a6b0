import {
  DecisionState,
  canMoveDecision,
} from '@adaptive-delivery/plugin-release-common';
import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { DecisionRow, toDecision } from '../rows';
import { readApprovals } from './readApprovals';
import { tellChannels } from './tellChannels';
import { tellOthers } from './tellOthers';

/**
 * Moves a locked decision into another state, with its ledger row and its
 * messages. The revision it had is part of the update, so whoever lost a race
 * fails.
 *
 * @returns the row as it now is.
 */
export async function moveDecision(
  trx: Knex.Transaction,
  row: DecisionRow,
  change: {
    to: DecisionState;
    reason: string;
    at: Date;
    by: string;
    /** When a queued one goes out, if a freeze window holds it back. */
    releaseAfter?: string;
    channels: readonly string[];
  },
): Promise<DecisionRow> {
  const { to, reason, at, by } = change;
  if (!canMoveDecision(row.state, to)) {
    throw new Error(`Decision ${row.id} cannot go from ${row.state} to ${to}`);
  }
  const moved = {
    ...row,
    state: to,
    state_reason: reason,
    release_after: change.releaseAfter ?? null,
    revision: row.revision + 1,
    updated_at: at.toISOString(),
  };
  const updated = await trx<DecisionRow>('decisions')
    .where({ id: row.id, revision: row.revision })
    .update({
      state: moved.state,
      state_reason: moved.state_reason,
      release_after: moved.release_after,
      revision: moved.revision,
      updated_at: moved.updated_at,
    });
  if (updated !== 1) {
    throw new Error(`Decision ${row.id} was changed by somebody else`);
  }
  await trx('decision_components')
    .where({ decision_seq: row.seq })
    .update({ state: to });
  await appendToLedger(trx, {
    at,
    kind: `decision.${to}`,
    subject: row.id,
    payload: {
      from: row.state,
      to,
      reason,
      by,
      revision: moved.revision,
      ...(change.releaseAfter && { releaseAfter: change.releaseAfter }),
    },
  });
  const approvals = await readApprovals(trx, [row.id]);
  await tellOthers(trx, {
    decision: toDecision(row, approvals.get(row.id) ?? []),
    state: to,
    reason,
    at,
    isNew: false,
    isHeld: change.releaseAfter !== undefined,
  });
  await tellChannels(trx, change.channels, row.id, moved.revision);
  return moved;
}
