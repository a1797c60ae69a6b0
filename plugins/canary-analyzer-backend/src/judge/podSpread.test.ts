import { judged } from '../__testUtils__/judged';
import {
  autoregressive,
  meanEvidence,
  meanMetric,
  normals,
  profileOf,
  seeded,
} from '../__testUtils__/evidence';
import { PodNoise, learnPodSpread } from './podSpread';

describe('learnPodSpread', () => {
  const prior = { relative: 0.1, df: 4 };

  it.each<[string, number[][], number, number]>([
    ['nothing', [], 0.1, 4],
    ['single pods', [[5], [7]], 0.1, 4],
    ['pods that report nothing but zero', [[0, 0]], 0.1, 4],
    // (4 * .01 + 2 * .04) / 5
    ['two unlike pods', [[8, 12]], Math.sqrt((0.04 + 0.08) / 5), 5],
    ['equal pods', [[3, 3, 3]], Math.sqrt(0.04 / 6), 6],
  ])('from %s', (_, groups, relative, df) => {
    const spread = learnPodSpread(prior, groups);
    expect(spread.relative).toBeCloseTo(relative, 12);
    expect(spread.df).toBe(df);
  });
});

describe('judge, with pods that differ by nature', () => {
  const noise = (relative: number): PodNoise => ({
    spread: { relative, df: 10 },
    pods: { candidate: 1, baseline: 3 },
  });
  const normal = normals(seeded(7));
  const series = (level: number) =>
    autoregressive({ normal, level, spread: 0.01, rho: 0 });
  const evidence = meanEvidence({
    candidate: series(0.3),
    baseline: series(0.2),
  });

  it.each<[string, PodNoise | undefined, string]>([
    ['says nothing of pods', undefined, 'rollback'],
    ['says that pods are alike', noise(0.02), 'rollback'],
    ['says that pods differ as much as this', noise(0.4), 'slow'],
  ])('half more latency, when history %s', (_, podNoise, verdict) => {
    const [metric] = evidence.metrics;
    if (metric.kind !== 'mean') throw new Error('a mean was expected');
    expect(
      judged(
        { ...evidence, metrics: [{ ...metric, podNoise }] },
        profileOf(meanMetric()),
      ).verdict,
    ).toBe(verdict);
  });
});
