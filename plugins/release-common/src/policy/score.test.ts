import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { RiskInputs } from '../contracts';
import { Submission } from '../api';
import {
  anyHistory,
  anyPolicy,
  anySubmission,
} from './__testUtils__/arbitraries';
import {
  sampleChange,
  samplePolicy,
  sampleSubmission,
} from './__testUtils__/samples';
import { Evidence } from './evidence';
import { readFeature } from './features';
import { Policy, ScoreFactor, policySchema } from './schema';
import { scoreRisk } from './score';
import { applyTransform } from './transform';

const SCORE = path.resolve(
  __dirname,
  '../../../../policies/default/score.yaml',
);
const defaults: unknown = parse(readFileSync(SCORE, 'utf8'));
const defaultPolicy = policySchema
  .pick({ score: true, bands: true })
  .parse(defaults);

const partOf = (feature: string) => feature.split('.')[0];

type Scored = Pick<Policy, 'score' | 'bands'>;
type Change = typeof sampleChange;

const scoreOf = (policy: Scored, submission: Submission) =>
  scoreRisk(policy, { submission }).riskScore;

const withRisk = (risk: Partial<RiskInputs>) => sampleSubmission({ risk });

describe('the score', () => {
  it('is the sum of its factors in whatever order, and within 0 to 100', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anySubmission,
        anyHistory,
        (policy, submission, history) => {
          const { riskScore, factors } = scoreRisk(policy, {
            submission,
            history,
          });
          const parts = factors.map(({ contribution }) => contribution);
          const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
          expect(sum(parts)).toBe(riskScore);
          expect(sum([...parts].reverse())).toBe(riskScore);
          expect(sum([...parts].sort())).toBe(riskScore);
          expect(riskScore).toBeGreaterThanOrEqual(0);
          expect(riskScore).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(anyPolicy, anySubmission, (policy, submission) => {
        expect(
          scoreRisk(reversed(policy) as Policy, {
            submission: reversed(submission) as Submission,
          }),
        ).toEqual(scoreRisk(policy, { submission }));
      }),
    );
  });

  it('never counts missing evidence for less than the best that it could say', () => {
    fc.assert(
      fc.property(anyPolicy, anySubmission, (policy, submission) => {
        for (const { feature, weight, transform, missing } of policy.score
          .factors) {
          const value = readFeature(feature, { submission });
          const known =
            value === undefined ? 0 : weight * applyTransform(transform, value);
          const best = Math.min(0, weight);
          expect(missing.points).toBeGreaterThanOrEqual(best);
          expect(known).toBeGreaterThanOrEqual(best);
        }
      }),
    );
  });
});

describe('a score on the edge of a half point', () => {
  /** At 1 the logarithm is exactly half of that at 3: 0.25 points of 0.5. */
  const onEdge = (weight: number, linesAdded: number) => {
    const rule: ScoreFactor = {
      feature: 'change.linesAdded',
      transform: { kind: 'log1p', saturatesAt: 3 },
      weight,
      words: '{value}',
      missing: { points: 0, words: 'unknown' },
    };
    return scoreOf(
      { ...samplePolicy, score: { base: 50, factors: [rule] } },
      withRisk({ change: { ...sampleChange, linesAdded } }),
    );
  };

  it.each([
    [0.5, 1, 50.5],
    [1.5, 1, 51],
    [-0.5, 1, 50],
    [-1.5, 1, 49.5],
    [0.5, 0, 50],
    [0.5, 3, 50.5],
  ])(
    'goes to the riskier half: %d points at %d line',
    (weight, lines, score) => {
      expect(onEdge(weight, lines)).toBe(score);
    },
  );

  it.each([1 - 2 ** -52, 1 + 2 ** -52])(
    'is the same in an engine whose logarithm is off in the last place (%d)',
    off => {
      const { log1p, log, exp } = Math;
      const spies = [
        jest.spyOn(Math, 'log1p').mockImplementation(x => log1p(x) * off),
        jest.spyOn(Math, 'log').mockImplementation(x => log(x) * off),
        jest.spyOn(Math, 'exp').mockImplementation(x => exp(x) * off),
      ];
      expect(onEdge(0.5, 1)).toBe(50.5);
      expect(onEdge(-0.5, 1)).toBe(50);
      spies.forEach(spy => spy.mockRestore());
    },
  );
});

describe('missing evidence', () => {
  const wordsOf = (policy: Scored, evidence: Evidence) =>
    scoreRisk(policy, evidence).missingEvidence.map(({ words }) => words);

  it('is listed once per source, however many factors look at it', () => {
    expect(wordsOf(defaultPolicy, { submission: sampleSubmission() })).toEqual([
      'Nothing is known about the size and history of the change',
      'There are no test results',
      'Test coverage is unknown',
      'There is no static analysis',
      'Changes of dependencies are unknown',
      'There is no vulnerability scan',
      'The build does not say what kind of change it is',
      'No earlier release is known',
    ]);
  });

  it('is named piece by piece where a part is there', () => {
    const submission = withRisk({
      change: sampleChange,
      coverage: { lines: 0.8 },
      flags: { kernelDriver: true, configOnly: false },
    });
    expect(wordsOf(defaultPolicy, { submission })).toEqual(
      expect.arrayContaining([
        'Whether test coverage fell is unknown',
        'Whether it changes a boot loader is unknown',
      ]),
    );
    expect(wordsOf(defaultPolicy, { submission })).not.toContain(
      'Whether it changes a kernel driver is unknown',
    );
  });

  it('covers every factor that had no value, and nothing else', () => {
    fc.assert(
      fc.property(anySubmission, submission => {
        const { factors, missingEvidence } = scoreRisk(samplePolicy, {
          submission,
        });
        const without = factors
          .filter(
            ({ value, feature }) => value === null && feature !== 'score.base',
          )
          .map(({ feature }) => feature);
        const listed = missingEvidence.map(({ feature }) => feature);
        expect(without).toEqual(expect.arrayContaining(listed));
        expect(new Set(listed.map(partOf))).toEqual(
          new Set(without.map(partOf)),
        );
        expect(new Set(missingEvidence.map(({ words }) => words)).size).toBe(
          missingEvidence.length,
        );
      }),
    );
  });
});

/** How a value of the default policy is read, and which way is riskier. */
const risky: Array<[keyof Change & string, 'up' | 'down']> = [
  ['linesAdded', 'up'],
  ['files', 'up'],
  ['priorChanges', 'up'],
  ['ageDays', 'down'],
  ['authorExperience', 'down'],
];

describe('the default policy', () => {
  it.each(risky)('never scores %s lower the further it goes %s', (key, way) => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1e6 }),
        fc.nat({ max: 1e6 }),
        fc.boolean(),
        (a, b, isFix) => {
          const score = (value: number) =>
            scoreOf(
              defaultPolicy,
              withRisk({ change: { ...sampleChange, isFix, [key]: value } }),
            );
          const [low, high] = [score(Math.min(a, b)), score(Math.max(a, b))];
          const rise = way === 'up' ? high - low : low - high;
          expect(rise).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('never scores hidden evidence below the best it could have said', () => {
    const best: Partial<RiskInputs> = {
      change: {
        ...sampleChange,
        files: 0,
        linesAdded: 0,
        linesDeleted: 0,
        ageDays: 5000,
        priorChanges: 0,
        authorExperience: 1e6,
      },
      coverage: { lines: 1, delta: 0 },
      staticAnalysis: { newFindings: { error: 0, warning: 0, note: 0 } },
      dependencies: { added: 0, changed: 0, removed: 0 },
      vulnerabilities: [],
      history: { recentFailureRate: 0, daysSinceLastRelease: 0 },
    };
    const all = scoreOf(defaultPolicy, withRisk(best));
    for (const key of Object.keys(best)) {
      const hidden = withRisk({ ...best, [key]: undefined });
      expect(scoreOf(defaultPolicy, hidden)).toBeGreaterThan(all);
    }
  });
});

it('refuses a policy that rewards missing evidence', () => {
  const [rule] = samplePolicy.score.factors;
  const result = policySchema.shape.score.safeParse({
    base: 0,
    factors: [{ ...rule, missing: { ...rule.missing, points: -1 } }],
  });
  expect(result.error?.issues[0]).toMatchObject({
    path: ['factors', 0, 'missing', 'points'],
    message:
      'must not be below 0: missing evidence never counts in favour of a release',
  });
});
