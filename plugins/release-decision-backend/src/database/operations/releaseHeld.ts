import { FreezeOverride } from '@adaptive-delivery/plugin-release-common';
import { appendToLedger } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { DecisionRow, toDecision } from '../rows';
import { readApprovals } from './readApprovals';
import { tellChannels } from './tellChannels';
import { tellOthers } from './tellOthers';

/** Writes a change of a locked decision that leaves it queued. */
async function rewrite(
  trx: Knex.Transaction,
  row: DecisionRow,
  change: Pick<DecisionRow, 'release_after' | 'state_reason'> &
    Partial<Pick<DecisionRow, 'freeze_override'>>,
  at: Date,
): Promise<DecisionRow> {
  const changed = {
    ...change,
    revision: row.revision + 1,
    updated_at: at.toISOString(),
  };
  const updated = await trx<DecisionRow>('decisions')
    .where({ id: row.id, revision: row.revision })
    .update(changed);
  if (updated !== 1) {
    throw new Error(`Decision ${row.id} was changed by somebody else`);
  }
  return { ...row, ...changed };
}

/** Whether a decision would go out but for a freeze window. */
export const isHeld = (row: DecisionRow): boolean =>
  row.state === 'queued' && row.release_after !== null;

/** A held decision waits longer, or for another reason. */
export async function holdOn(
  trx: Knex.Transaction,
  row: DecisionRow,
  hold: {
    until: string;
    reason: string;
    at: Date;
    channels: readonly string[];
  },
): Promise<void> {
  const { until, reason, at } = hold;
  const { revision } = await rewrite(
    trx,
    row,
    { release_after: until, state_reason: reason },
    at,
  );
  await appendToLedger(trx, {
    at,
    kind: 'decision.held',
    subject: row.id,
    payload: { until, reason, revision },
  });
  await tellChannels(trx, hold.channels, row.id, revision);
}

/**
 * Lets a held decision go: to act, with its ledger row.
 *
 * @param release.override - by whom, when a person does it before the end
 */
export async function releaseHeld(
  trx: Knex.Transaction,
  row: DecisionRow,
  release: {
    reason: string;
    at: Date;
    channels: readonly string[];
    override?: FreezeOverride;
  },
): Promise<void> {
  const { reason, at, override } = release;
  const released = await rewrite(
    trx,
    row,
    {
      release_after: null,
      state_reason: reason,
      freeze_override: override ? JSON.stringify(override) : null,
    },
    at,
  );
  await appendToLedger(trx, {
    at,
    kind: override ? 'decision.overridden' : 'decision.released',
    subject: row.id,
    payload: {
      reason,
      revision: released.revision,
      ...(override && { override }),
    },
  });
  const approvals = await readApprovals(trx, [row.id]);
  await tellOthers(trx, {
    decision: toDecision(released, approvals.get(row.id) ?? []),
    state: 'queued',
    reason,
    at,
    isNew: false,
  });
  await tellChannels(trx, release.channels, row.id, released.revision);
}
