import { RollbackRecord } from '@adaptive-delivery/plugin-release-common';
import {
  databaseNow,
  databaseNowPlus,
  isPostgres,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Claim } from '../RolloutStore';
import { RolloutRow, toRollout } from '../rows';
import { LEASE_MS } from './locks';

export async function readIncidentOf(
  knex: Knex | Knex.Transaction,
  rolloutId: string,
): Promise<RollbackRecord | null> {
  const row = await knex('incident')
    .where({ rollout_id: rolloutId })
    .first('record');
  return row ? JSON.parse(row.record) : null;
}

/**
 * Claims the rollout that has been due for longest among those nobody works
 * on: its target is its own, or is free and it is first in the queue. Raises
 * the target's epoch. Several workers claim different targets; on PostgreSQL
 * they pass by rows that another one is just claiming.
 */
export async function claimNext(
  knex: Knex,
  dueBy: Date,
): Promise<Claim | null> {
  return knex.transaction(async trx => {
    const query = trx('rollout as r')
      .join('target_lock as l', 'l.target', 'r.target')
      .where('r.due_at', '<=', dueBy.getTime())
      .where('l.lease_until', '<=', databaseNow(trx))
      .where(mine =>
        mine.whereRaw('l.rollout_id = r.id').orWhere(next =>
          next
            .whereNull('l.rollout_id')
            .where('r.state', 'pending')
            .whereNotExists(
              trx('rollout as earlier')
                .select(trx.raw('1'))
                .whereRaw('earlier.target = r.target')
                .where('earlier.state', 'pending')
                .whereRaw('earlier.seq < r.seq'),
            ),
        ),
      )
      .orderBy('r.due_at')
      .orderBy('r.seq')
      .first('r.*', 'l.epoch as lock_epoch');
    const row: (RolloutRow & { lock_epoch: number | string }) | undefined =
      await (isPostgres(trx) ? query.forUpdate('r', 'l').skipLocked() : query);
    if (!row) return null;

    // Above what the target was seen with, once a person has said "take over".
    const epoch = Math.max(Number(row.lock_epoch), Number(row.seen_epoch)) + 1;
    await trx('target_lock')
      .where({ target: row.target })
      .update({
        epoch,
        rollout_id: row.id,
        lease_until: databaseNowPlus(trx, LEASE_MS),
      });
    await trx('rollout').where({ id: row.id }).update({ epoch });
    return {
      epoch,
      run: {
        rollout: toRollout(row),
        incident: await readIncidentOf(trx, row.id),
      },
    };
  });
}
