import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { Command, Run, Transition, nameOf, occupiesTarget } from '../../domain';
import { RolloutRow, toRollout } from '../rows';
import { readIncidentOf } from './claimNext';
import { LockRow, lockTransitions, locked } from './locks';

export type CommandOptions = {
  rolloutId: string;
  command: Command;
  /** Makes the transition, inside the transaction. */
  decide: (trx: Knex.Transaction, run: Run) => Promise<Transition>;
  write: (
    trx: Knex.Transaction,
    written: {
      before: Run;
      transition: Transition;
      epoch: number;
      newEpoch: number;
    },
  ) => Promise<void>;
};

/**
 * A transition that a person asked for. Takes the target's lock whoever works
 * on it, and raises its epoch: what a worker writes after that meets 0 rows,
 * and what it sends to the target is refused there.
 *
 * @throws NotFoundError, ConflictError
 */
export async function runCommand(
  trx: Knex.Transaction,
  options: CommandOptions,
): Promise<Transition> {
  const { rolloutId, command } = options;
  const known = await trx('rollout').where({ id: rolloutId }).first('target');
  if (!known) throw new NotFoundError(`There is no rollout ${rolloutId}`);
  const lock: LockRow = await locked(
    trx,
    trx('target_lock').where({ target: known.target }).first(),
  );
  const row: RolloutRow = await locked(
    trx,
    trx('rollout').where({ id: rolloutId }).first(),
  );
  await lockTransitions(trx);
  const run: Run = {
    rollout: toRollout(row),
    incident: await readIncidentOf(trx, rolloutId),
  };
  if (row.state === 'promoted' && command.control === 'rollback') {
    await assertCanReturnTo(trx, row, lock);
  }
  const transition = await options.decide(trx, run);

  const isHolder = lock.rollout_id === rolloutId;
  const becomesHolder = occupiesTarget(transition.run.rollout);
  const epoch = Number(row.epoch);
  const newEpoch = isHolder || becomesHolder ? Number(lock.epoch) + 1 : epoch;
  if (isHolder || becomesHolder) {
    await trx('target_lock')
      .where({ target: row.target })
      .update({
        epoch: newEpoch,
        rollout_id: becomesHolder ? rolloutId : null,
        lease_until: 0,
      });
  }
  await options.write(trx, { before: run, transition, epoch, newEpoch });
  return transition;
}

/** Only the last release that was promoted can be taken back, on a free target. */
async function assertCanReturnTo(
  trx: Knex.Transaction,
  row: RolloutRow,
  lock: LockRow,
): Promise<void> {
  if (lock.rollout_id !== null && lock.rollout_id !== row.id) {
    const holder = toRollout(
      await trx('rollout').where({ id: lock.rollout_id }).first(),
    );
    throw new ConflictError(
      `${row.target} is busy with ${nameOf(holder)} (${holder.state}, rollout ${
        holder.id
      }); abort that one first.`,
    );
  }
  const latest: RolloutRow = await trx('rollout')
    .where({ target: row.target, state: 'promoted' })
    .orderBy([
      { column: 'finished_at', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .first();
  if (latest.id !== row.id) {
    throw new ConflictError(
      `${nameOf(toRollout(latest))} was promoted on ${
        row.target
      } after it; only the last one can be taken back.`,
    );
  }
}
