import { Knex } from 'knex';
import { HeldOutcome, quarantineWords } from '../../domain';
import { Override, OverrideResult } from '../HeldReleaseStore';
import { DecisionRow, toDecision } from '../rows';
import { findActiveQuarantine } from './findActiveQuarantine';
import { lockDecision } from './lockDecision';
import { moveDecision } from './moveDecision';
import { holdOn, isHeld, releaseHeld } from './releaseHeld';

const PORTAL = 'plugin:release-decision';

const quarantineOf = (trx: Knex.Transaction, row: DecisionRow, now: Date) =>
  findActiveQuarantine(
    trx,
    toDecision(row, []).candidate.artifacts.map(({ sha256 }) => sha256),
    now,
  );

/**
 * What comes of a held decision; see `HeldReleaseStore.settle`. A quarantine
 * that came while it waited ends it.
 *
 * @returns whether anything changed.
 */
export async function settleHeld(
  trx: Knex.Transaction,
  settlement: {
    id: string;
    outcome: HeldOutcome;
    now: Date;
    channels: readonly string[];
  },
): Promise<boolean> {
  const { id, outcome, now, channels } = settlement;
  const row = await lockDecision(trx, id);
  if (!row || !isHeld(row)) return false;
  const { artifacts } = toDecision(row, []).candidate;
  const entry = await quarantineOf(trx, row, now);
  if (entry || outcome.kind === 'refuse') {
    const reason = entry ? quarantineWords(entry, artifacts) : outcome.words;
    await moveDecision(trx, row, {
      to: 'rejected',
      reason,
      at: now,
      by: PORTAL,
      channels,
    });
    return true;
  }
  if (outcome.kind === 'release') {
    await releaseHeld(trx, row, { reason: outcome.words, at: now, channels });
    return true;
  }
  const { until, words } = outcome;
  if (row.release_after === until && row.state_reason === words) return false;
  await holdOn(trx, row, { until, reason: words, at: now, channels });
  return true;
}

/** A person releases in spite of a freeze; see `HeldReleaseStore.override`. */
export async function overrideFreeze(
  trx: Knex.Transaction,
  {
    id,
    revision,
    by,
    reason,
    now,
    channels,
  }: Override & {
    channels: readonly string[];
  },
): Promise<OverrideResult> {
  const row = await lockDecision(trx, id);
  if (!row) throw new Error(`Decision ${id} is gone`);
  if (row.revision !== revision) {
    return { kind: 'stale', revision: row.revision };
  }
  if (!isHeld(row)) {
    return { kind: 'notHeld', state: row.state, reason: row.state_reason };
  }
  const entry = await quarantineOf(trx, row, now);
  if (entry) return { kind: 'quarantined', entry };
  await releaseHeld(trx, row, {
    reason: `Released by ${by} in spite of a freeze: ${reason}`,
    at: now,
    channels,
    override: { by, reason, at: now.toISOString(), held: row.state_reason },
  });
  return { kind: 'done' };
}
