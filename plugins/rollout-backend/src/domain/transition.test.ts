import { STABLE, aPlan } from '../testing/fixtures';
import {
  after,
  ask,
  circumstances,
  judged,
  quarantined,
  run,
} from '../testing/moments';
import { Circumstances, Rollout } from './rollout';
import { Input, transition } from './transition';

type Case = {
  name: string;
  from: Partial<Rollout>;
  input: Input | ((rollout: Rollout) => Input);
  at?: number;
  given?: Partial<Circumstances>;
  to: Partial<Rollout>;
  due?: number | null;
  events?: string[];
  effects?: string[];
};

const cases: Case[] = [
  {
    name: 'starts with what the target says it runs',
    from: { state: 'pending', startedAt: null, stable: null, percent: 0 },
    input: { kind: 'start', stable: STABLE, simulated: true },
    to: { state: 'applying', stable: STABLE, simulated: true },
    due: 0,
    events: ['started'],
    effects: ['report started'],
  },
  {
    name: 'refuses to start a quarantined digest',
    from: { state: 'pending', startedAt: null },
    input: { kind: 'start', stable: STABLE, simulated: true },
    given: { quarantined },
    to: { state: 'refused', startedAt: null },
    due: null,
    events: ['refused'],
    effects: ['report refused'],
  },
  {
    name: 'bakes once the target has taken the exposure, first look after one interval',
    from: { state: 'applying', percent: 0, stepStartedAt: null },
    input: { kind: 'exposed', percent: 10 },
    at: 5,
    to: { state: 'baking', percent: 10, stepStartedAt: after(5) },
    due: 15,
    events: ['exposure'],
  },
  {
    name: 'does not look before the warm-up has left something to look at',
    from: {
      state: 'applying',
      plan: aPlan({ analysis: { ...aPlan().analysis, warmUpSeconds: 30 } }),
    },
    input: { kind: 'exposed', percent: 10 },
    to: { state: 'baking' },
    due: 31,
    events: ['exposure'],
  },
  {
    name: 'stays due while a look is under way',
    from: { state: 'baking' },
    input: { kind: 'look' },
    at: 10,
    to: { state: 'judging', look: 0 },
    due: 10,
  },
  {
    name: 'bakes on after a promote verdict before the end of the bake',
    from: { state: 'judging' },
    input: rollout => judged(rollout, 'healthy', 19),
    at: 19,
    to: { state: 'baking', look: 1, stepIndex: 0 },
    due: 29,
    events: ['verdict'],
  },
  {
    name: 'goes to the next step on a promote verdict at the end of the bake',
    from: { state: 'judging', look: 1 },
    input: rollout => judged(rollout, 'healthy', 20),
    at: 20,
    to: { state: 'applying', stepIndex: 1, look: 0, stepStartedAt: null },
    due: 20,
    events: ['verdict'],
  },
  {
    name: 'does not count a verdict of before the end of the bake that is found after it',
    from: { state: 'judging', look: 1 },
    input: rollout => judged(rollout, 'healthy', 10),
    at: 500,
    to: { state: 'baking', stepIndex: 0, look: 2 },
    due: 510,
    events: ['verdict'],
  },
  {
    name: 'promotes after the last step',
    from: { state: 'judging', stepIndex: 1 },
    input: rollout => judged(rollout, 'healthy', 20),
    at: 20,
    to: { state: 'promoting', stepIndex: 1 },
    due: 20,
    events: ['verdict'],
  },
  {
    name: 'asks a person instead of advancing a digest that was quarantined meanwhile',
    from: { state: 'judging' },
    input: rollout => judged(rollout, 'healthy', 20),
    at: 20,
    given: { quarantined },
    to: { state: 'paused', pausedFrom: 'baking', stepIndex: 0 },
    due: null,
    events: ['verdict', 'paused'],
    effects: ['notice paused:0:1'],
  },
  {
    name: 'rolls back on a rollback verdict at the first look',
    from: { state: 'judging' },
    input: rollout => judged(rollout, 'degraded', 10),
    at: 10,
    to: { state: 'rollingBack', rollbackAttempt: 1, percent: 10 },
    due: 10,
    events: ['verdict', 'rollingBack'],
    effects: ['quarantine', 'notice rollingBack:1'],
  },
  {
    name: 'freezes on a rollback verdict where the policy forbids to roll back',
    from: { state: 'judging', plan: aPlan({ onBadVerdict: 'freeze' }) },
    input: rollout => judged(rollout, 'degraded', 10),
    at: 10,
    to: { state: 'frozen', percent: 10 },
    due: null,
    events: ['verdict', 'frozen'],
    effects: ['report frozen', 'notice frozen:0:1'],
  },
  ...(
    [
      'noData',
      'insufficientSamples',
      'inconclusive',
      'sourceUnavailable',
    ] as const
  ).flatMap((cause): Case[] => [
    {
      name: `looks again after ${cause}, even when the bake is over`,
      from: { state: 'judging', look: 2 },
      input: rollout => judged(rollout, cause, 60),
      at: 60,
      to: { state: 'baking', look: 3, stepIndex: 0 },
      due: 70,
      events: ['verdict'],
    },
    {
      name: `asks a person when the last look gave ${cause}`,
      from: { state: 'judging', look: 3 },
      input: rollout => judged(rollout, cause, 60),
      at: 60,
      to: { state: 'paused', pausedFrom: 'baking', look: 4, percent: 10 },
      due: null,
      events: ['verdict', 'paused'],
      effects: ['notice paused:0:4'],
    },
  ]),
  {
    name: 'holds without using up a look, and tells the reason',
    from: { state: 'judging', look: 1 },
    input: { kind: 'held', reason: 'The analyzer is down.' },
    at: 10,
    to: {
      state: 'judging',
      look: 1,
      hold: { reason: 'The analyzer is down.', attempts: 1 },
    },
    due: 12,
    events: ['held'],
  },
  {
    name: 'tells the same reason once, waits longer, and tells a person at the third try',
    from: {
      state: 'judging',
      look: 1,
      hold: { reason: 'The analyzer is down.', attempts: 2 },
    },
    input: { kind: 'held', reason: 'The analyzer is down.' },
    at: 10,
    to: { hold: { reason: 'The analyzer is down.', attempts: 3 } },
    due: 18,
    effects: ['notice held:judging:0:1'],
  },
  {
    name: 'waits in real time when domain time is fast',
    from: { state: 'applying' },
    input: { kind: 'held', reason: 'The target is down.' },
    given: { pace: 600 },
    to: { state: 'applying' },
    due: 1200,
    events: ['held'],
  },
  {
    name: 'asks a person when the target obeys an epoch of somebody else',
    from: { state: 'applying' },
    input: { kind: 'foreignEpoch', epoch: 57 },
    to: { state: 'paused', pausedFrom: 'applying', seenEpoch: 57 },
    due: null,
    events: ['paused'],
    effects: ['notice paused:0:0'],
  },
  {
    name: 'is promoted when the target says so',
    from: { state: 'promoting', stepIndex: 1, percent: 50 },
    input: { kind: 'promoted' },
    at: 9,
    to: { state: 'promoted', percent: 100, finishedAt: after(9) },
    due: null,
    events: ['promoted'],
    effects: ['report promoted'],
  },
  {
    name: 'keeps the exposure when a person pauses',
    from: { state: 'baking' },
    input: ask('pause'),
    to: { state: 'paused', pausedFrom: 'baking', percent: 10 },
    due: null,
    events: ['paused'],
  },
  {
    name: 'resumes where it was, with a new due time',
    from: { state: 'paused', pausedFrom: 'baking', look: 1 },
    input: ask('resume'),
    at: 300,
    to: { state: 'baking', pausedFrom: null, look: 1, lookBase: 0 },
    due: 310,
    events: ['resumed'],
  },
  {
    name: 'gets as many looks again when it is resumed with all of them used up',
    from: { state: 'paused', pausedFrom: 'baking', look: 4 },
    input: ask('resume'),
    at: 300,
    to: { state: 'baking', look: 4, lookBase: 4 },
    due: 310,
    events: ['resumed'],
  },
  {
    name: 'advances one step for a person while it bakes',
    from: { state: 'baking', look: 1 },
    input: ask('promote'),
    at: 5,
    to: { state: 'applying', stepIndex: 1, look: 0 },
    due: 5,
    events: ['promotedByHand'],
  },
  {
    name: 'advances one step, not all, for a person when it is frozen',
    from: { state: 'frozen' },
    input: ask('promote'),
    to: { state: 'applying', stepIndex: 1 },
    due: 0,
    events: ['promotedByHand'],
  },
  {
    name: 'is promoted by a person after the last step',
    from: { state: 'paused', pausedFrom: 'baking', stepIndex: 1 },
    input: ask('promote'),
    to: { state: 'promoting', pausedFrom: null },
    due: 0,
    events: ['promotedByHand'],
  },
  {
    name: 'refuses an abort before the start without touching the target',
    from: { state: 'pending', startedAt: null, percent: 0 },
    input: ask('abort'),
    to: { state: 'refused' },
    due: null,
    events: ['refused'],
    effects: ['report refused'],
  },
  {
    name: 'aborts by the same path as a verdict',
    from: { state: 'paused', pausedFrom: 'baking' },
    input: ask('abort'),
    to: { state: 'rollingBack', pausedFrom: null, rollbackAttempt: 1 },
    due: 0,
    events: ['rollingBack'],
    effects: ['quarantine', 'notice rollingBack:1'],
  },
  {
    name: 'takes back a promoted rollout',
    from: { state: 'promoted', percent: 100, finishedAt: after(0) },
    input: ask('rollback'),
    to: { state: 'rollingBack', finishedAt: null },
    due: 0,
    events: ['rollingBack'],
    effects: ['quarantine', 'notice rollingBack:1'],
  },
];

describe('transition', () => {
  it.each(cases.map(item => [item.name, item] as const))(
    '%s',
    (_name, item) => {
      const before = run(item.from);
      const input =
        typeof item.input === 'function'
          ? item.input(before.rollout)
          : item.input;
      const made = transition(
        before,
        input,
        circumstances({ now: after(item.at ?? 0), ...item.given }),
      );
      expect(made.run.rollout).toMatchObject(item.to);
      expect(made.run.rollout.dueAt).toEqual(
        typeof item.due === 'number' ? after(item.due) : null,
      );
      expect(made.events.map(event => event.kind)).toEqual(item.events ?? []);
      expect(
        made.effects.map(effect => {
          if (effect.kind === 'report') return `report ${effect.report}`;
          if (effect.kind === 'notice') return `notice ${effect.key}`;
          return effect.kind;
        }),
      ).toEqual(item.effects ?? []);
    },
  );

  it.each<[Rollout['state'], Partial<Rollout>, Input]>([
    ['promoted', { stable: null }, ask('rollback')],
    ['pending', {}, ask('rollback')],
    ['pending', {}, ask('promote')],
    ['applying', {}, ask('promote')],
    ['paused', { pausedFrom: 'applying' }, ask('promote')],
    ['baking', {}, ask('resume')],
    ['rollingBack', {}, ask('abort')],
    ['rolledBack', {}, ask('rollback')],
    ['refused', {}, ask('resume')],
  ])('refuses what a rollout that is %s cannot do', (state, changes, input) => {
    expect(() =>
      transition(run({ state, ...changes }), input, circumstances()),
    ).toThrow(expect.objectContaining({ name: 'ConflictError' }));
  });

  it.each([ask('promote'), ask('resume')])(
    'lets nobody go on with a quarantined digest',
    input => {
      expect(() =>
        transition(
          run({ state: 'paused', pausedFrom: 'baking' }),
          input,
          circumstances({ quarantined }),
        ),
      ).toThrow(/quarantined until/);
    },
  );
});
