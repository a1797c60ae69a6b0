import {
  SLOTS,
  WINDOW,
  autoregressive,
  flat,
  meanEvidence,
  meanMetric,
  normals,
  profileOf,
  seeded,
} from '../__testUtils__/evidence';
import { judge } from './judge';
import { recentDifference } from './recentDifference';

describe('recentDifference', () => {
  it.each([0, 0.5, 0.8])(
    'raises few false alarms at an autocorrelation of %d',
    rho => {
      const normal = normals(seeded(11));
      const runs = 2000;
      const alarms = Array.from({ length: runs }, () =>
        recentDifference(autoregressive({ normal, level: 0, spread: 1, rho })),
      ).filter(found => found && found.pValue <= 0.01).length;
      expect(alarms / runs).toBeLessThan(0.025);
    },
  );

  it('knows what the arms differ by anyway', () => {
    const normal = normals(seeded(12));
    const shifted = autoregressive({ normal, level: 3, spread: 1, rho: 0 });
    const alone = recentDifference(shifted);
    const known = recentDifference(shifted, { variance: 4, df: 20 });
    expect(alone?.pValue).toBeLessThan(0.001);
    expect(known?.pValue).toBeGreaterThan(0.05);
  });

  it.each<[string, Array<number | null>]>([
    ['four slots', [1, 2, 1, 2, ...flat(null).slice(4)]],
    ['two constants', flat(3)],
  ])('cannot tell from %s', (_, differences) => {
    expect(recentDifference(differences)).toBeNull();
  });
});

describe('judge, of a harm that grows', () => {
  const normal = normals(seeded(13));
  const noise = () =>
    autoregressive({ normal, level: 1, spread: 0.02, rho: 0.3 });
  const leak = noise().map((v, i) => v + (0.6 * i) / SLOTS);
  const profile = profileOf(
    meanMetric({ practicalEffect: { relative: 0.4 }, unit: 'bytes' }),
  );

  it('rolls back before the mean of the window is beyond the bound', () => {
    const judgement = judge({
      profile,
      window: WINDOW,
      minSamples: 500,
      evidence: meanEvidence({ candidate: leak, baseline: noise() }),
      looks: { index: 4, planned: 5 },
    });
    expect(judgement).toMatchObject({
      verdict: 'rollback',
      metrics: [
        {
          detectors: [
            { detector: 'welch-t', finding: 'healthy' },
            { detector: 'ewma-difference', finding: 'degraded' },
          ],
        },
      ],
    });
    expect(judgement.words).toContain('has of late been +');
  });
});
