import {
  WINDOW,
  autoregressive,
  flat,
  meanEvidence,
  meanMetric,
  normals,
  profileOf,
  rateOf,
  ratioEvidence,
  ratioMetric,
  seeded,
} from '../__testUtils__/evidence';
import { errors, judged } from '../__testUtils__/judged';
import { judge } from './judge';

const noisy = (level: number, seed: number) =>
  autoregressive({
    normal: normals(seeded(seed)),
    level,
    spread: level / 20,
    rho: 0,
  });

describe('judge, from counts to a verdict', () => {
  it.each<[string, [number, number], [number, number], number, string, string]>(
    [
      // candidate, baseline, samples needed -> verdict, cause
      ['equal arms', [2, 1000], [18, 9000], 500, 'promote', 'healthy'],
      ['a better candidate', [0, 1000], [90, 9000], 500, 'promote', 'healthy'],
      ['clear harm', [62, 1190], [12, 5900], 500, 'rollback', 'degraded'],
      [
        'harm on a zero baseline',
        [20, 1000],
        [0, 9000],
        500,
        'rollback',
        'degraded',
      ],
      [
        'sure, but too small to matter',
        [4200, 1e6],
        [3000, 1e6],
        500,
        'promote',
        'healthy',
      ],
      [
        'large, but maybe chance',
        [2, 200],
        [2, 1000],
        100,
        'slow',
        'inconclusive',
      ],
      [
        'too few samples',
        [3, 100],
        [2, 900],
        500,
        'slow',
        'insufficientSamples',
      ],
      [
        'overwhelming before the samples are in',
        [40, 60],
        [2, 540],
        500,
        'rollback',
        'degraded',
      ],
      [
        'bad, early, but of too few errors to hurry',
        [12, 14],
        [2, 540],
        500,
        'slow',
        'insufficientSamples',
      ],
      [
        'a candidate without traffic',
        [0, 0],
        [2, 900],
        0,
        'slow',
        'insufficientSamples',
      ],
      [
        'a baseline without traffic',
        [0, 900],
        [0, 0],
        500,
        'slow',
        'insufficientSamples',
      ],
      [
        'more events than trials',
        [900, 600],
        [2, 900],
        500,
        'slow',
        'inconclusive',
      ],
    ],
  )('%s', (_, candidate, baseline, minSamples, verdict, cause) => {
    expect(
      judged(ratioEvidence({ candidate, baseline }), errors, minSamples),
    ).toMatchObject({ verdict, cause });
  });

  it('catches errors over a zero baseline with a purely relative bound', () => {
    const relative = profileOf(
      ratioMetric({ practicalEffect: { relative: 0.5 } }),
    );
    expect(
      judged(
        ratioEvidence({ candidate: [9, 1000], baseline: [0, 9000] }),
        relative,
      ),
    ).toMatchObject({ verdict: 'rollback', cause: 'degraded' });
  });

  it('needs both effects when both are given', () => {
    const relative = { relative: 0.5 };
    const counts = ratioEvidence({
      candidate: [600, 10_000],
      baseline: [4800, 100_000],
    });
    const verdictWith = (practicalEffect: {
      absolute?: number;
      relative?: number;
    }) => judged(counts, profileOf(ratioMetric({ practicalEffect }))).verdict;
    expect(verdictWith({ absolute: 0.005 })).toBe('rollback');
    expect(verdictWith({ absolute: 0.005, ...relative })).toBe('promote');
    expect(verdictWith({ absolute: 0.015, relative: 0.1 })).toBe('promote');
  });

  it('treats a delta exactly on the bound as within it', () => {
    const onBound = ratioEvidence({
      candidate: [1500, 100_000],
      baseline: [1000, 100_000],
    });
    expect(judged(onBound).verdict).toBe('promote');
  });

  it('sees harm in a fall where higher is better', () => {
    const orders = profileOf(
      ratioMetric({ title: 'Orders', direction: 'higherIsBetter' }),
    );
    const verdictOf = (candidate: number, baseline: number) =>
      judged(
        ratioEvidence({
          candidate: [candidate, 1000],
          baseline: [baseline, 9000],
        }),
        orders,
      );
    const fall = verdictOf(600, 8100);
    expect(fall).toMatchObject({ verdict: 'rollback', cause: 'degraded' });
    const [metric] = fall.metrics;
    expect(metric.delta).toBeCloseTo(-0.3, 9);
    expect(metric.bound).toBeCloseTo(-0.005, 9);
    expect(metric.interval!.low).toBeLessThan(-0.3);
    expect(metric.interval!.high).toBeLessThan(0);
    expect(verdictOf(990, 8100).verdict).toBe('promote');
  });

  it('compares means', () => {
    const latency = profileOf(meanMetric());
    const worse = meanEvidence({
      candidate: noisy(0.25, 1),
      baseline: noisy(0.18, 2),
    });
    const same = meanEvidence({
      candidate: noisy(0.18, 1),
      baseline: noisy(0.18, 2),
    });
    expect(judged(worse, latency)).toMatchObject({
      verdict: 'rollback',
      cause: 'degraded',
    });
    expect(judged(same, latency).verdict).toBe('promote');
    const fall = profileOf(meanMetric({ direction: 'higherIsBetter' }));
    expect(judged(worse, fall).verdict).toBe('promote');
  });

  it('does not take the difference of two constants for more than it is', () => {
    const constants = meanEvidence({
      candidate: flat(0.3),
      baseline: flat(0.1),
    });
    expect(judged(constants, profileOf(meanMetric()))).toMatchObject({
      verdict: 'slow',
      cause: 'inconclusive',
    });
  });

  it('wants five points for a mean', () => {
    const short = meanEvidence({
      candidate: [...new Array(56).fill(null), 1, 2, 1, 2],
      baseline: noisy(1, 2),
    });
    expect(judged(short, profileOf(meanMetric()))).toMatchObject({
      verdict: 'slow',
      cause: 'insufficientSamples',
      words: expect.stringContaining('4 of the 5 points'),
    });
  });
});

describe('judge, criticality', () => {
  const bad = { candidate: [62, 1190], baseline: [12, 5900] } as const;
  const evidence = ratioEvidence({
    candidate: [...bad.candidate],
    baseline: [...bad.baseline],
  });

  it.each([
    ['critical', 'rollback', 'degraded'],
    ['major', 'slow', 'degraded'],
  ] as const)('a degraded %s metric: %s', (criticality, verdict, cause) => {
    expect(
      judged(evidence, profileOf(ratioMetric({ criticality }))),
    ).toMatchObject({ verdict, cause });
  });

  it('only tells of a metric for information', () => {
    const info = ratioMetric({
      name: 'info',
      title: 'Cache misses',
      criticality: 'info',
    });
    const good = ratioEvidence({ candidate: [2, 1190], baseline: [12, 5900] });
    const judgement = judged(
      { ...good, metrics: [...good.metrics, ...evidence.metrics] },
      profileOf(ratioMetric(), info),
    );
    expect(judgement.verdict).toBe('promote');
    expect(judgement.words).toContain('Cache misses is degraded');
    expect(judged(evidence, profileOf(info))).toMatchObject({
      verdict: 'slow',
      cause: 'inconclusive',
    });
  });

  it('asks more of each metric when a class has many', () => {
    // One-sided exact p = 0.0087: below 0.01 alone, above it among three.
    const one = ratioEvidence({ candidate: [5, 40], baseline: [0, 60] });
    const names = ['a', 'b', 'c'].map(name => ratioMetric({ name }));
    expect(judged(one, profileOf(names[0]), 10).verdict).toBe('rollback');
    const quiet = ratioEvidence({ candidate: [0, 40], baseline: [0, 60] });
    const three = {
      ...one,
      metrics: [one.metrics[0], quiet.metrics[0], quiet.metrics[0]],
    };
    expect(judged(three, profileOf(...names), 10)).toMatchObject({
      verdict: 'slow',
      cause: 'inconclusive',
    });
  });
});

describe('judge, the words', () => {
  it.each<[string, [number, number], [number, number], string]>([
    [
      'promote',
      [3, 1240],
      [12, 5900],
      'Promote: 1 metric is within its bound with 1,240 candidate samples (500 needed); ' +
        'closest to its bound is Error ratio, 0.242 % against 0.203 % (+0.0385 pp of +0.5 pp).',
    ],
    [
      'rollback',
      [62, 1190],
      [12, 5900],
      'Roll back: Error ratio is 5.21 % against 0.203 % at the baseline ' +
        '(+5.01 pp; bound +0.5 pp), 62 of 1,190 against 12 of 5,900, p < 0.0001.',
    ],
    [
      'slow',
      [4, 500],
      [2, 1000],
      'Wait, it is not clear yet: Error ratio is 0.8 % against 0.2 % at the baseline ' +
        '(+0.6 pp; bound +0.5 pp), beyond the bound, but that may be chance ' +
        '(p = 0.1, needs at most 0.01 at this look): 4 of 500 against 2 of 1,000.',
    ],
    [
      'slow',
      [0, 120],
      [2, 1000],
      'Wait, there are too few samples: the candidate has had 120 of the 500 samples that this step needs.',
    ],
  ])('of %s', (verdict, candidate, baseline, words) => {
    expect(judged(ratioEvidence({ candidate, baseline }))).toMatchObject({
      verdict,
      words,
    });
  });

  it('plots at most 240 points of a long window', () => {
    const long = {
      start: new Date('2026-11-22T15:05:00Z'),
      end: WINDOW.end,
    };
    const { plot } = judge({
      profile: errors,
      window: long,
      minSamples: 0,
      evidence: ratioEvidence({ candidate: [2, 1000], baseline: [2, 1000] }),
    });
    expect(plot[0].times.length).toBeLessThanOrEqual(240);
    expect(plot[0].times.at(-1)).toBe(WINDOW.end.toISOString());
    expect(plot[0].candidate[0]).toBeNull();
    expect(plot[0].candidate.at(-1)).toBeCloseTo(0.002, 9);
  });

  it('is deterministic', () => {
    const evidence = meanEvidence({
      candidate: noisy(0.25, 1),
      baseline: noisy(0.18, 2),
    });
    const once = () => judged(evidence, profileOf(meanMetric()));
    expect(once()).toEqual(once());
    expect(rateOf(1)).toEqual(rateOf(1));
  });
});
