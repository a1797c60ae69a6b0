import {
  DecisionState,
  canMoveDecision,
  decisionStates,
} from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { pathTo } from './decisionPath';
import { firstDifference } from './firstDifference';
import { historyOf } from './releaseHistory';
import { ReportedRollout, stateFromReports } from './rolloutReports';

const kinds = [
  'started',
  'promoted',
  'rolledBack',
  'rollbackFailed',
  'frozen',
  'refused',
] as const;

const reports: fc.Arbitrary<ReportedRollout[]> = fc.array(
  fc
    .record({
      rolloutId: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom(...kinds),
    })
    .map(item => ({ ...item, words: `${item.rolloutId} ${item.kind}` })),
  { maxLength: 8 },
);

describe('reports about rollouts', () => {
  it('say the same in any order and however often they come', () => {
    fc.assert(
      fc.property(
        reports.chain(all =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], {
              minLength: all.length * 2,
            }),
          ),
        ),
        fc.integer({ min: 1, max: 3 }),
        ([all, shuffled], targets) => {
          expect(stateFromReports(shuffled, targets)?.state).toBe(
            stateFromReports(all, targets)?.state,
          );
        },
      ),
    );
  });

  it.each<[string, Array<[string, (typeof kinds)[number]]>, number, unknown]>([
    ['nothing yet', [], 1, undefined],
    ['one of two promoted', [['a', 'promoted']], 2, 'releasing'],
    [
      'both of two promoted',
      [
        ['a', 'promoted'],
        ['b', 'promoted'],
      ],
      2,
      'promoted',
    ],
    [
      'one of two taken back',
      [
        ['a', 'promoted'],
        ['b', 'rolledBack'],
      ],
      2,
      'rolledBack',
    ],
    [
      'one of two refused while the other runs',
      [
        ['a', 'started'],
        ['b', 'refused'],
      ],
      2,
      'releasing',
    ],
    [
      'one of two refused once the other is promoted',
      [
        ['a', 'promoted'],
        ['b', 'refused'],
      ],
      2,
      'frozen',
    ],
    [
      'one of three refused while the third runs',
      [
        ['a', 'promoted'],
        ['b', 'refused'],
        ['c', 'started'],
      ],
      3,
      'releasing',
    ],
    [
      'frozen and then promoted by hand',
      [
        ['a', 'frozen'],
        ['a', 'promoted'],
      ],
      1,
      'promoted',
    ],
    [
      'frozen and then taken back',
      [
        ['a', 'frozen'],
        ['a', 'rolledBack'],
      ],
      1,
      'rolledBack',
    ],
    ['a rollback that failed', [['a', 'rollbackFailed']], 1, 'rolledBack'],
  ])('%s', (_title, said, targets, state) => {
    const all = said.map(([rolloutId, kind]) => ({
      rolloutId,
      kind,
      words: kind,
    }));
    expect(stateFromReports(all, targets)?.state).toBe(state);
  });
});

it('a decision only ever takes steps that its life allows', () => {
  for (const from of decisionStates) {
    for (const to of decisionStates) {
      const steps: DecisionState[] = [from, ...(pathTo(from, to) ?? [])];
      for (let i = 1; i < steps.length; i++) {
        const move = { from: steps[i - 1], to: steps[i] };
        expect({ ...move, ok: canMoveDecision(move.from, move.to) }).toEqual({
          ...move,
          ok: true,
        });
      }
    }
  }
  expect(pathTo('queued', 'promoted')).toEqual(['releasing', 'promoted']);
  expect(pathTo('promoted', 'rolledBack')).toEqual(['rolledBack']);
  expect(pathTo('rolledBack', 'promoted')).toBeNull();
  expect(pathTo('awaitingApproval', 'promoted')).toBeNull();
});

it.each([
  [{ a: 1 }, { a: 1 }, null],
  [{ a: 1 }, { a: 2 }, 'a'],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a[0].b'],
  [{ a: [1] }, { a: [1, 2] }, 'a[1]'],
  [{ a: [] }, { a: {} }, 'a'],
  [{ a: null }, { a: {} }, 'a'],
  [{}, { a: 1 }, 'a'],
])('%j and %j differ at %s', (a, b, expected) => {
  expect(firstDifference(a, b)).toBe(expected);
});

describe('history', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const past = (states: string) =>
    [...states].map((state, index) => ({
      state: state === 'x' ? ('rolledBack' as const) : ('promoted' as const),
      finishedAt: new Date(+now - (index + 2) * 86_400_000).toISOString(),
    }));

  it.each([
    ['', undefined],
    ['.', { releases: 1, recentFailureRate: 0, daysSinceLastRelease: 2 }],
    ['x..x', { releases: 4, recentFailureRate: 0.5, daysSinceLastRelease: 2 }],
    [
      '..........xxx',
      { releases: 10, recentFailureRate: 0, daysSinceLastRelease: 2 },
    ],
  ])('of "%s", newest first', (states, expected) => {
    expect(historyOf(past(states), now)).toEqual(expected);
  });
});
