import { RolloutState } from '@adaptive-delivery/plugin-release-common';
import {
  sampleRollout,
  toRolloutSummary,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { currentRollouts, groupByDecision } from './currentRollouts';
import { readFilters, toEntityRef } from './filters';

describe('currentRollouts', () => {
  const rollout = (
    id: string,
    state: RolloutState,
    createdAt: string,
    target = 'lab:a',
  ) => toRolloutSummary(sampleRollout({ id, state, createdAt, target }));

  it.each([
    ['frozen', ['stuck']],
    ['rollbackFailed', ['stuck']],
    ['promoted', []],
    ['rolledBack', []],
    ['refused', []],
  ] as const)('of a %s newest rollout shows %p', (state, shown) => {
    const recent = [
      rollout('stuck', state, '2026-11-23T15:00:00Z'),
      rollout('before', 'frozen', '2026-11-22T15:00:00Z'),
    ];
    expect(currentRollouts([], recent).map(({ id }) => id)).toEqual(shown);
  });

  it('shows each rollout once, newest first', () => {
    const active = rollout('active', 'paused', '2026-11-23T16:00:00Z');
    const other = rollout('other', 'frozen', '2026-11-23T17:00:00Z', 'lab:b');
    const old = rollout('old', 'rollbackFailed', '2026-11-23T15:00:00Z');
    expect(
      currentRollouts([active], [other, active, old]).map(({ id }) => id),
    ).toEqual(['other', 'active']);
  });

  it('keeps the rollouts of a decision together', () => {
    const items = ['a', 'b', 'a'].map((decisionId, id) => ({ decisionId, id }));
    expect(groupByDecision(items).map(g => g.map(({ id }) => id))).toEqual([
      [0, 2],
      [1],
    ]);
  });
});

describe('filters', () => {
  it.each([
    ['payments-service', 'component:default/payments-service'],
    ['  Resource:eu/Db ', 'resource:eu/db'],
    ['', undefined],
    ['   ', undefined],
    [':', ':'],
  ])('reads the component %p as %p', (typed, ref) => {
    expect(toEntityRef(typed)).toBe(ref);
  });

  it('leaves out a state that there is not', () => {
    expect(
      readFilters(new URLSearchParams('state=exploded&environment=staging')),
    ).toEqual({ component: '', environment: 'staging', state: '' });
  });
});
