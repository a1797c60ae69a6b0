import { afterRealSeconds, changed, eventOf, result } from './move';
import { pauseForPerson } from './forward';
import { rollbackFailed } from './rollback';
import { Circumstances, Effect, Run, Transition, nameOf } from './rollout';

/** Tries of one playbook step before the rollback counts as failed. */
export const MAX_ROLLBACK_TRIES = 6;
/** After so many tries in vain a person is told that a rollout holds. */
const TRIES_BEFORE_TELLING = 3;
const LONGEST_WAIT_SECONDS = 60;
const LONGEST_ROLLBACK_WAIT_SECONDS = 15;

/**
 * Something outside does not answer, or not as it should: the rollout stays in
 * its step, uses up no look, and tries again after a wait that doubles. What
 * it waits for is told once, not at every try. Only a rollback gives up.
 */
export function held(
  run: Run,
  reason: string,
  circumstances: Circumstances,
): Transition {
  const { rollout } = run;
  const attempts = (rollout.hold?.attempts ?? 0) + 1;
  const rollingBack = rollout.state === 'rollingBack';
  if (rollingBack && attempts >= MAX_ROLLBACK_TRIES) {
    return rollbackFailed(run, reason, circumstances.now);
  }
  const wait = Math.min(
    rollingBack ? LONGEST_ROLLBACK_WAIT_SECONDS : LONGEST_WAIT_SECONDS,
    2 ** attempts,
  );
  const words = `Holds: ${reason} It is tried again by itself.`;
  const after = changed(rollout, {
    stateReason: words,
    hold: { reason, attempts },
    dueAt: afterRealSeconds(circumstances, wait),
  });
  const effects: Effect[] =
    attempts === TRIES_BEFORE_TELLING
      ? [
          {
            kind: 'notice',
            key: `held:${rollout.state}:${rollout.stepIndex}:${rollout.look}`,
            severity: 'high',
            title: `${nameOf(rollout)} holds`,
            description: words,
          },
        ]
      : [];
  return result(
    { ...run, rollout: after },
    rollout.hold?.reason === reason
      ? []
      : [eventOf(after, circumstances.now, 'held', words)],
    effects,
  );
}

/**
 * The target says that it obeys a newer epoch than this portal's database has
 * given out: another portal drives it, or the database is older than it was.
 * Only a person may decide to take the target over.
 */
export function foreignEpoch(
  run: Run,
  seenEpoch: number,
  circumstances: Circumstances,
): Transition {
  const { rollout } = run;
  const words =
    `${rollout.target} obeys epoch ${seenEpoch}, which this portal never gave ` +
    'out: another portal drives it, or this database was restored from a backup.';
  switch (rollout.state) {
    case 'pending':
    case 'applying':
    case 'judging':
    case 'promoting':
      return pauseForPerson(
        run,
        rollout.state,
        `${words} Resume to take the target over, or abort.`,
        circumstances.now,
        { seenEpoch },
      );
    case 'rollingBack': {
      return rollbackFailed(
        { ...run, rollout: { ...rollout, seenEpoch } },
        words,
        circumstances.now,
      );
    }
    default:
      throw new Error(`A rollout that is ${rollout.state} asks no target`);
  }
}
