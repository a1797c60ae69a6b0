import {
  VerdictCause,
  canMoveRollout,
} from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { STABLE, aPlan, aStep } from '../testing/fixtures';
import {
  after,
  ask,
  circumstances,
  judged,
  quarantined,
  run,
} from '../testing/moments';
import { Command } from './controls';
import { Rollout, Run, isOver } from './rollout';
import { Input, transition } from './transition';

type Move = {
  seconds: number;
  cause: VerdictCause;
  held: boolean;
  control: Command['control'] | 'none';
  quarantine: boolean;
};

/** Mostly nothing special, so that some rollouts come to their end. */
const rarely = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 10, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const move: fc.Arbitrary<Move> = fc.record({
  seconds: fc.integer({ min: 0, max: 30 }),
  cause: rarely<VerdictCause>(
    'healthy',
    'degraded',
    'inconclusive',
    'insufficientSamples',
    'noData',
    'sourceUnavailable',
  ),
  held: rarely(false, true),
  control: rarely<Move['control']>(
    'none',
    'pause',
    'resume',
    'promote',
    'abort',
    'rollback',
  ),
  quarantine: rarely(false, true),
});

/** What the runner, or a person, makes of a moment. */
function inputOf(rollout: Rollout, clock: number, given: Move): Input | null {
  if (given.control !== 'none') return ask(given.control);
  if (!rollout.dueAt || rollout.dueAt > after(clock)) return null;
  if (rollout.state === 'baking') return { kind: 'look' };
  if (given.held) return { kind: 'held', reason: 'Down.' };
  switch (rollout.state) {
    case 'pending':
      return { kind: 'start', stable: STABLE, simulated: false };
    case 'applying':
      return { kind: 'exposed', percent: 10 };
    case 'judging':
      return judged(rollout, given.cause, clock);
    case 'promoting':
      return { kind: 'promoted' };
    case 'rollingBack':
      return { kind: 'rolledBack', stable: STABLE };
    default:
      return null;
  }
}

/** The next run, or the same one where a person's wish is refused. */
function moved(at: Run, input: Input, clock: number, given: Move): Run {
  try {
    return transition(
      at,
      input,
      circumstances({
        now: after(clock),
        quarantined: given.quarantine ? quarantined : null,
      }),
    ).run;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConflictError') return at;
    throw error;
  }
}

/** What must never be so after a move. */
function faults(
  before: Rollout,
  next: Rollout,
  input: Input,
  clock: number,
  given: Move,
): string[] {
  const advanced =
    next.stepIndex > before.stepIndex ||
    (next.state === 'promoting' &&
      before.state !== 'promoting' &&
      before.pausedFrom !== 'promoting');
  const byHand =
    input.kind === 'command' && input.command.control === 'promote';
  const baked =
    before.stepStartedAt !== null &&
    after(clock).getTime() - before.stepStartedAt.getTime() >= 20_000;
  const byVerdict =
    input.kind === 'judged' && given.cause === 'healthy' && baked;
  const rules: Array<[boolean, string]> = [
    [
      next.state !== before.state && !canMoveRollout(before.state, next.state),
      `moved from ${before.state} to ${next.state}`,
    ],
    [advanced && given.quarantine, 'advanced a quarantined digest'],
    [advanced && !byHand && !byVerdict, 'advanced without a reason'],
    [next.stepIndex > before.stepIndex + 1, 'skipped a step'],
    [isOver(next) && next.dueAt !== null, 'is over and due'],
    [next.state === 'paused' && next.dueAt !== null, 'is paused and due'],
    [
      (next.state === 'paused') !== (next.pausedFrom !== null),
      'does not know where it was paused',
    ],
    [
      input.kind === 'held' && next.look !== before.look,
      'used up a look while it held',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, words]) => words);
}

describe('a rollout, whatever comes', () => {
  it('advances only by a promote verdict after the bake or by a person, one step at a time', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), moves => {
        let at = run({
          state: 'pending',
          startedAt: null,
          stepStartedAt: null,
          percent: 0,
          plan: aPlan({ steps: [aStep(), aStep(), aStep()] }),
        });
        let clock = 0;
        const broken: string[] = [];
        for (const given of moves) {
          clock += given.seconds;
          const input = inputOf(at.rollout, clock, given);
          if (input) {
            const before = at.rollout;
            at = moved(at, input, clock, given);
            broken.push(...faults(before, at.rollout, input, clock, given));
          }
        }
        ends.add(at.rollout.state);
        expect(broken).toEqual([]);
      }),
      { numRuns: 1000, seed: 7 },
    );
    // The moves do reach the ends, so the rules above were put to the test.
    expect([...ends]).toEqual(
      expect.arrayContaining(['promoted', 'rolledBack', 'refused', 'paused']),
    );
  });
});
