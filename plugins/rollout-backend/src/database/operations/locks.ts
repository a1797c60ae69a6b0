import {
  databaseNowPlus,
  isPostgres,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Claim, LostClaimError } from '../RolloutStore';

/**
 * A worker renews its lease before every call to the outside, and no such call
 * may take longer than this (see `MAX_CALL_SECONDS`). After a crash another
 * worker takes over when it has run out.
 */
export const LEASE_MS = 30_000;

export type LockRow = {
  target: string;
  epoch: number | string;
  rollout_id: string | null;
  lease_until: number | string;
};

/** Locks what a query reads until the transaction ends; SQLite has one writer. */
export function locked<T extends Knex.QueryBuilder>(
  trx: Knex.Transaction,
  query: T,
): T {
  return isPostgres(trx) ? (query.forUpdate() as T) : query;
}

/**
 * First statement of every write under a claim: makes the lease last again
 * where the epoch still is the claim's, and locks the target's row, so that no
 * newer claim comes in between. Locks are always taken in the order
 * target_lock, rollout, ledger_head.
 *
 * @throws LostClaimError
 */
export async function fence(
  trx: Knex | Knex.Transaction,
  claim: Claim,
): Promise<void> {
  const { rollout } = claim.run;
  const rows = await trx('target_lock')
    .where({
      target: rollout.target,
      epoch: claim.epoch,
      rollout_id: rollout.id,
    })
    .update({ lease_until: databaseNowPlus(trx, LEASE_MS) });
  if (rows !== 1) throw new LostClaimError(rollout.id, claim.epoch);
}

/**
 * Puts the transitions of one database in sequence before anything is read
 * that another transition may be about to change, such as the quarantine.
 */
export async function lockTransitions(trx: Knex.Transaction): Promise<void> {
  await locked(trx, trx('ledger_head').where({ id: 1 }).first('id'));
}
