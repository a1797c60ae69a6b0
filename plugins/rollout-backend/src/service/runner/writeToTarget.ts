import {
  DeployTarget,
  DesiredState,
  DomainClock,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import { StepOutcome } from '../../database';
import { Session } from './Session';

/** The target obeys an epoch that this portal's database has not given out. */
export class ForeignEpochError extends Error {
  readonly name = 'ForeignEpochError';

  constructor(readonly target: string, readonly epoch: number) {
    super(`${target} obeys epoch ${epoch}`);
  }
}

/** @throws ForeignEpochError */
export function assertOurs(
  session: Session,
  observation: TargetObservation,
): TargetObservation {
  if (observation.epoch > session.epoch) {
    throw new ForeignEpochError(session.rollout.target, observation.epoch);
  }
  return observation;
}

/** The key under which a target knows a step of a rollout. */
export function keyOf(rolloutId: string, name: string): string {
  return `${rolloutId}:${name}`;
}

/**
 * One write to a target, done once however often it is begun: record what is
 * about to be done, ask the target whether it has been done, do it only when
 * not, under a key that never changes and the epoch of this claim. The outcome
 * is for the caller to record with the transition it leads to.
 *
 * @throws LostClaimError, ForeignEpochError, and what the target throws
 */
export async function writeToTarget(
  session: Session,
  target: DeployTarget,
  clock: DomainClock,
  name: string,
  desired: DesiredState,
): Promise<StepOutcome> {
  const key = keyOf(session.rollout.id, name);
  const known = await session.intend({ name, key, desired });
  if (known) return known;

  const before = assertOurs(
    session,
    await session.outside(() => target.observe()),
  );
  if (before.lastKey === key) return { name, observation: before };

  const fence = { epoch: session.epoch, key, at: clock.now().toISOString() };
  let after: TargetObservation;
  try {
    after = await session.outside(() => target.apply(desired, fence));
  } catch (error) {
    if (error instanceof Error && error.name === 'StaleEpochError') {
      // Ends here when a newer claim of ours holds it, as it mostly is.
      assertOurs(session, await session.outside(() => target.observe()));
    }
    throw error;
  }
  if (after.lastKey !== key) {
    throw new Error(
      `${session.rollout.target} answered, but the last it did is ${
        after.lastKey ?? 'nothing'
      }, not ${key}`,
    );
  }
  return { name, observation: after };
}
