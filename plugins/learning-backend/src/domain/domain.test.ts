import fc from 'fast-check';
import { decisionOf, exampleOf, outcomeOf } from '../__testUtils__/examples';
import { Example, Outcome, mergeExample } from './mergeExample';
import { OutcomeCount, bandHealth, bandOutcomes } from './outcomeCounts';

const decision = decisionOf(1);
const approved = {
  ...decision,
  approvals: {
    ...decision.approvals,
    given: [
      {
        role: 'sre' as const,
        decision: 'approve' as const,
        by: 'user:default/ada',
        reason: 'looked at it',
        at: '2026-11-23T15:00:00Z',
      },
    ],
  },
};

describe('mergeExample', () => {
  it.each<
    [
      string,
      Outcome['kind'] | null | 'nothing',
      Outcome['kind'] | null,
      string,
      Outcome['kind'] | null,
    ]
  >([
    // known, told -> change, outcome afterwards
    ['a new decision', 'nothing', null, 'recorded', null],
    [
      'a new decision that has ended',
      'nothing',
      'promoted',
      'outcome',
      'promoted',
    ],
    ['the same once more', null, null, 'none', null],
    ['an outcome', null, 'rolledBack', 'outcome', 'rolledBack'],
    ['the same outcome', 'promoted', 'promoted', 'none', 'promoted'],
    ['a late message from before', 'promoted', null, 'none', 'promoted'],
    [
      'a frozen one taken back',
      'frozen',
      'rolledBack',
      'outcome',
      'rolledBack',
    ],
    ['a frozen one let through', 'frozen', 'promoted', 'outcome', 'promoted'],
    [
      'a promoted one taken back by hand',
      'promoted',
      'rolledBack',
      'outcome',
      'rolledBack',
    ],
  ])('%s', (_, from, to, change, after) => {
    const known = from === 'nothing' ? null : exampleOf(decision, from);
    const merged = mergeExample(known, exampleOf(approved, to));
    expect(merged.change).toBe(change);
    expect(merged.example.outcome?.kind ?? null).toBe(after);
  });

  it.each<[Outcome['kind'], Outcome['kind']]>([
    ['rolledBack', 'promoted'],
    ['rejected', 'promoted'],
    ['promoted', 'frozen'],
  ])('refuses that what was %s was %s after all', (from, to) => {
    expect(() =>
      mergeExample(exampleOf(decision, from), exampleOf(decision, to)),
    ).toThrow(/cannot have ended/);
  });

  it('refuses another decision under the same id', () => {
    const other: Example = {
      decision: { ...decision, riskScore: decision.riskScore - 1 },
      outcome: outcomeOf('promoted'),
    };
    expect(() => mergeExample(exampleOf(decision), other)).toThrow(
      /another content/,
    );
  });
});

describe('counts', () => {
  const counts = fc.array(
    fc.record({
      band: fc.constantFrom('low', 'medium', 'high', 'critical'),
      outcome: fc.constantFrom(null, 'promoted', 'rolledBack', 'expired'),
      count: fc.nat(1000),
    }),
  );

  it('put every decision into exactly one column', () => {
    fc.assert(
      fc.property(counts, (rows: OutcomeCount[]) => {
        const bands = bandOutcomes(rows);
        expect(bands.map(({ band }) => band)).toEqual([
          'low',
          'medium',
          'high',
          'critical',
        ]);
        for (const { decided, promoted, rolledBack, other } of bands) {
          expect(promoted + rolledBack + other).toBe(decided);
        }
        expect(bands.reduce((sum, { decided }) => sum + decided, 0)).toBe(
          rows.reduce((sum, { count }) => sum + count, 0),
        );
      }),
    );
  });

  it('say how often a band was rolled back, and nothing where nothing has ended', () => {
    const [low, medium, high] = bandHealth([
      { band: 'medium', outcome: null, count: 4 },
      { band: 'high', outcome: 'promoted', count: 9 },
      { band: 'high', outcome: 'rolledBack', count: 3 },
      { band: 'high', outcome: 'expired', count: 7 },
    ]);
    expect(low).toMatchObject({
      share: null,
      words: 'No decision was low yet.',
    });
    expect(medium).toMatchObject({
      decided: 4,
      finished: 0,
      share: null,
      interval: null,
    });
    expect(high).toMatchObject({
      decided: 19,
      finished: 12,
      rolledBack: 3,
      share: 0.25,
    });
    // statsmodels 0.15.0: proportion_confint(3, 12, method='wilson')
    expect(high.interval!.low).toBeCloseTo(0.0889, 4);
    expect(high.interval!.high).toBeCloseTo(0.5323, 4);
    expect(high.words).toBe(
      '3 of 12 finished high decisions were rolled back (25 %; with 95 % confidence between 9 % and 53 %).',
    );
  });
});
