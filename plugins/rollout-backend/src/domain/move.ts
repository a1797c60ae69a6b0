import {
  RolloutEvent,
  canMoveRollout,
} from '@adaptive-delivery/plugin-release-common';
import {
  Circumstances,
  Effect,
  PORTAL,
  Rollout,
  Run,
  Transition,
} from './rollout';

/**
 * The rollout with some changes; a change of state is held to the declared
 * state machine.
 */
export function changed(rollout: Rollout, changes: Partial<Rollout>): Rollout {
  const after = { ...rollout, ...changes };
  if (
    after.state !== rollout.state &&
    !canMoveRollout(rollout.state, after.state)
  ) {
    throw new Error(
      `A rollout cannot go from ${rollout.state} to ${after.state}`,
    );
  }
  return after;
}

/** An event as it looks after the change. */
export function eventOf(
  after: Rollout,
  at: Date,
  kind: RolloutEvent['kind'],
  words: string,
  more: { by?: string; verdict?: RolloutEvent['verdict'] } = {},
): RolloutEvent {
  return {
    at: at.toISOString(),
    kind,
    step: after.startedAt ? after.stepIndex : null,
    percent: after.percent,
    words,
    by: more.by ?? PORTAL,
    ...(more.verdict ? { verdict: more.verdict } : {}),
  };
}

export function result(
  run: Run,
  events: RolloutEvent[] = [],
  effects: Effect[] = [],
): Transition {
  return { run, events, effects };
}

export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

/** When a wait of real seconds is over, in domain time. */
export function afterRealSeconds(
  circumstances: Circumstances,
  seconds: number,
): Date {
  return secondsAfter(circumstances.now, seconds * circumstances.pace);
}
