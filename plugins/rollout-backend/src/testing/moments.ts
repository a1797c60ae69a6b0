import { VerdictCause } from '@adaptive-delivery/plugin-release-common';
import { Circumstances, Input, Rollout, Run } from '../domain';
import { STABLE, aRollout, aVerdict } from './fixtures';

export const START = new Date('2026-11-23T10:00:00.000Z');
export const after = (seconds: number) =>
  new Date(START.getTime() + seconds * 1000);

export function circumstances(
  changes: Partial<Circumstances> = {},
): Circumstances {
  return {
    now: after(0),
    pace: 1,
    quarantined: null,
    newIncidentId: '11111111-1111-4111-8111-111111111111',
    ...changes,
  };
}

export const quarantined = {
  sha256: 'a'.repeat(64),
  reason: 'It was slow.',
  since: after(0),
  until: after(3600),
};

/** A rollout that is at the given point of its first step. */
export function run(changes: Partial<Rollout>): Run {
  return {
    rollout: aRollout({
      startedAt: START,
      stepStartedAt: START,
      stable: STABLE,
      percent: 10,
      ...changes,
    }),
    incident: null,
  };
}

export function judged(
  rollout: Rollout,
  cause: VerdictCause,
  windowEnd: number,
): Input {
  return {
    kind: 'judged',
    verdict: aVerdict(
      { rolloutId: rollout.id, step: rollout.stepIndex, look: rollout.look },
      cause,
      {
        start: after(2).toISOString(),
        end: after(windowEnd).toISOString(),
      },
    ),
  };
}

export const ask = (
  control: 'pause' | 'resume' | 'promote' | 'abort' | 'rollback',
): Input => ({
  kind: 'command',
  command: { control, by: 'user:default/sre', reason: 'because' },
});
