import fc from 'fast-check';
import {
  SLOTS,
  WINDOW,
  answer,
  autoregressive,
  both,
  broken,
  meanEvidence,
  meanMetric,
  normals,
  profileOf,
  ratioEvidence,
  ratioMetric,
  seeded,
  silent,
} from '../__testUtils__/evidence';
import { judge } from './judge';
import { Evidence, MetricEvidence, SeriesAnswer } from './types';

const judged = (
  evidence: Evidence,
  profile = profileOf(ratioMetric()),
  minSamples = 0,
) => judge({ profile, window: WINDOW, minSamples, evidence });

const counts = fc
  .tuple(fc.nat(2000), fc.nat(2000))
  .map(([events, rest]): [number, number] => [events, events + rest + 1]);

const values = fc.array(
  fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { freq: 6 }),
  { minLength: SLOTS, maxLength: SLOTS },
);
const anyAnswer: fc.Arbitrary<SeriesAnswer> = fc.oneof(
  { weight: 4, arbitrary: values.map(answer) },
  { weight: 1, arbitrary: fc.constantFrom(silent, broken) },
);
const anyMetric: fc.Arbitrary<MetricEvidence> = fc
  .array(anyAnswer, { minLength: 4, maxLength: 4 })
  .map(([a, b, c, d]) => ({
    kind: 'ratio',
    query: both('x'),
    numerator: { candidate: a, baseline: b },
    denominator: { candidate: c, baseline: d },
  }));

describe('judge, properties', () => {
  it('never promotes where the candidate, the baseline or the source is silent', () => {
    const side = fc.constantFrom('candidate', 'baseline');
    fc.assert(
      fc.property(
        counts,
        counts,
        side,
        fc.constantFrom('numerator', 'denominator'),
        fc.constantFrom(silent, broken),
        (candidate, baseline, arm, part, gone) => {
          const evidence = ratioEvidence({ candidate, baseline });
          const [metric] = evidence.metrics;
          if (metric.kind !== 'ratio') throw new Error('a ratio was expected');
          const judgement = judged({
            ...evidence,
            metrics: [{ ...metric, [part]: { ...metric[part], [arm]: gone } }],
          });
          expect(judgement.verdict).toBe('slow');
          expect(judgement.cause).toBe(
            gone === silent ? 'noData' : 'sourceUnavailable',
          );
        },
      ),
    );
  });

  it('pairs each verdict with its causes, whatever the series', () => {
    fc.assert(
      fc.property(
        anyMetric,
        anyAnswer,
        fc.nat(1000),
        (metric, samples, min) => {
          const { verdict, cause, words } = judged(
            { samples: both(samples), metrics: [metric] },
            undefined,
            min,
          );
          expect(verdict === 'promote').toBe(cause === 'healthy');
          expect(verdict !== 'rollback' || cause === 'degraded').toBe(true);
          expect(words).not.toMatch(/NaN|undefined|Infinity|null/);
        },
      ),
    );
  });

  it('never condemns both of two arms that change places', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const there = judged(
          ratioEvidence({ candidate: one, baseline: other }),
        );
        const back = judged(ratioEvidence({ candidate: other, baseline: one }));
        expect([there.verdict, back.verdict]).not.toEqual([
          'rollback',
          'rollback',
        ]);
        expect(there.metrics[0].delta).toBeCloseTo(-back.metrics[0].delta!, 9);
      }),
    );
  });

  it('never gets kinder as the candidate gets worse', () => {
    const rank = { promote: 0, slow: 1, rollback: 2 };
    fc.assert(
      fc.property(counts, counts, fc.nat(500), (candidate, baseline, more) => {
        const [events, trials] = candidate;
        const worse: [number, number] = [
          Math.min(trials, events + more),
          trials,
        ];
        expect(
          rank[judged(ratioEvidence({ candidate: worse, baseline })).verdict],
        ).toBeGreaterThanOrEqual(
          rank[judged(ratioEvidence({ candidate, baseline })).verdict],
        );
      }),
    );
  });

  it('finds the same in milliseconds as in seconds', () => {
    const relative = profileOf(
      meanMetric({ practicalEffect: { relative: 0.1 } }),
    );
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.constantFrom(1e-6, 1e-3, 1e3, 1e9),
        (seed, level, scale) => {
          const normal = normals(seeded(seed));
          const series = (of: number) =>
            autoregressive({ normal, level: of, spread: 0.3, rho: 0.3 });
          const candidate = series(level);
          const baseline = series(1);
          const scaled = (arm: number[]) => arm.map(v => v * scale);
          const small = judged(meanEvidence({ candidate, baseline }), relative);
          const large = judged(
            meanEvidence({
              candidate: scaled(candidate),
              baseline: scaled(baseline),
            }),
            relative,
          );
          expect(large.verdict).toBe(small.verdict);
          expect(large.metrics[0].effect).toBeCloseTo(
            small.metrics[0].effect!,
            6,
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('judge, of two arms that are the same', () => {
  const RUNS = 800;
  const ALPHA = 0.02;
  const tiny = { absolute: 1e-9 };

  /** Share of runs of one look that roll back; the practical bound is out of the way. */
  function falseAlarms(
    evidenceOf: (seed: number) => Evidence,
    profile = profileOf(ratioMetric({ alpha: ALPHA, practicalEffect: tiny })),
  ) {
    let rolledBack = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      if (judged(evidenceOf(seed), profile).verdict === 'rollback')
        rolledBack++;
    }
    return rolledBack / RUNS;
  }

  /** Mean + 4 standard errors of a share of `ALPHA` over the runs. */
  const ceiling = ALPHA + 4 * Math.sqrt((ALPHA * (1 - ALPHA)) / RUNS);

  it.each([
    ['rare errors', 400, 2000, 0.004],
    ['common errors', 400, 2000, 0.05],
  ])('rolls back no more often than alpha says: %s', (_, n, m, share) => {
    const draw = (random: () => number, trials: number): [number, number] => {
      let events = 0;
      for (let i = 0; i < trials; i++) if (random() < share) events++;
      return [events, trials];
    };
    const alarms = falseAlarms(seed => {
      const random = seeded(seed);
      return ratioEvidence({
        candidate: draw(random, n),
        baseline: draw(random, m),
      });
    });
    expect(alarms).toBeLessThan(ceiling);
  });

  it.each([
    ['independent points', 0],
    ['points that repeat their neighbours', 0.5],
    ['points that hardly move', 0.8],
  ])('rolls back no more often than alpha says: %s', (_, rho) => {
    const alarms = falseAlarms(seed => {
      const normal = normals(seeded(seed));
      const series = () =>
        autoregressive({ normal, level: 0.2, spread: 0.03, rho });
      return meanEvidence({ candidate: series(), baseline: series() });
    }, profileOf(meanMetric({ alpha: ALPHA, practicalEffect: tiny })));
    expect(alarms).toBeLessThan(ceiling);
  });

  it('still sees a real shift through the autocorrelation', () => {
    const profile = profileOf(meanMetric({ alpha: ALPHA }));
    const caught = falseAlarms(seed => {
      const normal = normals(seeded(seed));
      const series = (level: number) =>
        autoregressive({ normal, level, spread: 0.03, rho: 0.5 });
      return meanEvidence({ candidate: series(0.25), baseline: series(0.2) });
    }, profile);
    expect(caught).toBeGreaterThan(0.95);
  });
});
