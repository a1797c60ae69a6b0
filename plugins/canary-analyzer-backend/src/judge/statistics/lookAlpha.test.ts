import { normalUpperQuantile } from './distributions';
import { lookAlpha } from './lookAlpha';
import { normals, seeded } from '../../__testUtils__/evidence';

const looks = (planned: number) =>
  Array.from({ length: planned }, (_, index) => ({ index, planned }));

describe('lookAlpha', () => {
  it('leaves a look that is not followed by others its whole alpha', () => {
    expect(lookAlpha(0.01, null)).toBe(0.01);
    expect(lookAlpha(0.01, { index: 0, planned: 1 })).toBeCloseTo(0.008, 6);
  });

  it.each([12, 45, 200])('asks ever less over %i looks', planned => {
    const alphas = looks(planned).map(look => lookAlpha(0.01, look));
    alphas.reduce((earlier, alpha) => {
      expect(alpha).toBeGreaterThanOrEqual(earlier);
      return alpha;
    }, 0);
    expect(alphas[planned - 1]).toBeLessThan(0.01);
  });

  it('spends no more than alpha over any number of looks', () => {
    const alphas = Array.from({ length: 5000 }, (_, index) =>
      lookAlpha(0.01, { index, planned: 200 }),
    );
    expect(alphas.reduce((a, b) => a + b, 0)).toBeCloseTo(0.01, 5);
  });

  it('keeps false alarms over 20 looks at a growing sum near alpha', () => {
    const alpha = 0.05;
    const limits = looks(20).map(look =>
      normalUpperQuantile(lookAlpha(alpha / 0.8, look)),
    );
    const normal = normals(seeded(20));
    const runs = 4000;
    const alarms = Array.from({ length: runs }, () => {
      let sum = 0;
      return limits.some((limit, i) => {
        sum += normal();
        return sum / Math.sqrt(i + 1) > limit;
      });
    }).filter(alarm => alarm).length;
    expect(alarms / runs).toBeLessThan(0.06);
    expect(alarms / runs).toBeGreaterThan(0.04);
  });
});
