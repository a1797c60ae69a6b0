import { Knex } from 'knex';
import {
  Claim,
  JournalStep,
  LostClaimError,
  StepOutcome,
} from '../RolloutStore';

/**
 * Records that a step is about to be done. A step that was begun before keeps
 * its key and counts one more attempt; one that was finished gives its outcome.
 */
export async function recordIntent(
  trx: Knex.Transaction,
  claim: Claim,
  step: JournalStep,
  now: Date,
): Promise<StepOutcome | null> {
  const id = { rollout_id: claim.run.rollout.id, name: step.name };
  const known = await trx('rollout_step').where(id).first('outcome');
  if (known?.outcome) {
    return { name: step.name, observation: JSON.parse(known.outcome) };
  }
  await trx('rollout_step')
    .insert({
      ...id,
      key: step.key,
      epoch: claim.epoch,
      attempt: 1,
      intent: JSON.stringify(step.desired),
      intended_at: now.getTime(),
    })
    .onConflict(['rollout_id', 'name'])
    .merge({
      epoch: claim.epoch,
      attempt: trx.raw('rollout_step.attempt + 1'),
    });
  return null;
}

/** @throws LostClaimError when the intent is not of this claim. */
export async function recordOutcome(
  trx: Knex.Transaction,
  claim: Claim,
  outcome: StepOutcome,
  now: Date,
): Promise<void> {
  const { id } = claim.run.rollout;
  const rows = await trx('rollout_step')
    .where({ rollout_id: id, name: outcome.name, epoch: claim.epoch })
    .update({
      outcome: JSON.stringify(outcome.observation),
      done_at: now.getTime(),
    });
  if (rows !== 1) throw new LostClaimError(id, claim.epoch);
}
