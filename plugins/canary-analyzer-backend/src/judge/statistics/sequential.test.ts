import fc from 'fast-check';
import golden from './__fixtures__/golden.json';
import { ewmaChart } from './ewmaChart';
import { obrienFlemingSpending, sequentialBoundaries } from './groupSequential';
import { normalUpperTail } from './distributions';
import { mixtureSprt } from './mixtureSprt';
import { seededRandom } from './random';

const equalSteps = (looks: number) =>
  Array.from({ length: looks }, (_, i) => (i + 1) / looks);

describe('ewmaChart', () => {
  const { x, lambda_, start, sigma, L, ewma, half_width_exact } =
    golden.nist_ewma;
  const chart = { lambda: lambda_, target: start, sigma, width: L };

  it('gives the example of NIST/SEMATECH 6.3.2.4', () => {
    const points = ewmaChart(x, chart);
    points.forEach(({ value, halfWidth }, i) => {
      expect(value).toBeCloseTo(ewma[i], 10);
      expect(halfWidth).toBeCloseTo(half_width_exact[i], 10);
    });
    expect(points.every(p => Math.abs(p.value - start) < p.halfWidth)).toBe(
      true,
    );
  });

  it('takes no step in a gap', () => {
    const gaps = x.flatMap(value => [null, value, null]);
    const whole = ewmaChart(x, chart);
    expect(ewmaChart(gaps, chart).filter((_, i) => i % 3 === 1)).toEqual(whole);
  });

  it.each([
    [{ ...chart, lambda: 0 }, 'lambda is 0'],
    [{ ...chart, lambda: 1.1 }, 'lambda is 1.1'],
    [{ ...chart, sigma: -1 }, 'sigma -1'],
    [{ ...chart, sigma: NaN }, 'sigma NaN'],
  ])('refuses %j', (bad, message) => {
    expect(() => ewmaChart(x, bad)).toThrow(message);
  });
});

describe('sequentialBoundaries', () => {
  const { K5_a025, K6_a05, K12_a02 } = golden.gst_lan_demets_obf_upper_z;

  it.each<[number, number, number[]]>([
    [5, 0.025, K5_a025],
    [6, 0.05, K6_a05],
    [12, 0.02, K12_a02],
  ])('%d looks at alpha %d', (looks, alpha, expected) => {
    const bounds = sequentialBoundaries(equalSteps(looks), t =>
      obrienFlemingSpending(alpha, t),
    );
    bounds.forEach((z, i) => {
      // The first of twelve looks spends 8e-16, which the reference computed
      // as a difference from 1: it is compared by what it spends.
      const error =
        z > 7.9
          ? (normalUpperTail(z) - normalUpperTail(expected[i])) / 2 ** -52
          : (z - expected[i]) / 1e-3;
      expect(Math.abs(error)).toBeLessThan(1);
    });
  });

  it('keeps to alpha over any looks, by simulation', () => {
    const random = seededRandom(11);
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const information = [0.05, 0.3, 0.35, 0.8, 1];
    const bounds = sequentialBoundaries(information, t =>
      obrienFlemingSpending(0.05, t),
    );
    const runs = 40_000;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      let sum = 0;
      let before = 0;
      for (let look = 0; look < bounds.length; look++) {
        const t = information[look];
        sum += Math.sqrt(t - before) * normal();
        before = t;
        if (sum / Math.sqrt(t) > bounds[look]) {
          alarms++;
          break;
        }
      }
    }
    // Three standard errors of the simulation.
    expect(Math.abs(alarms / runs - 0.05)).toBeLessThan(0.0033);
  });

  it('refuses information that does not rise', () => {
    expect(() =>
      sequentialBoundaries([0.5, 0.5], t => obrienFlemingSpending(0.05, t)),
    ).toThrow('look 2 has information 0.5, not more than 0.5');
  });

  it('never spends more than alpha, and never takes any back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.4, noNaN: true }),
        fc.double({ min: -1, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (alpha, t, more) => {
          const spent = obrienFlemingSpending(alpha, t);
          expect(spent).toBeGreaterThanOrEqual(0);
          expect(spent).toBeLessThanOrEqual(alpha * (1 + 1e-12));
          expect(obrienFlemingSpending(alpha, t + more)).toBeGreaterThanOrEqual(
            spent - 1e-12,
          );
        },
      ),
    );
  });
});

describe('mixtureSprt', () => {
  const { v, tau2, cases } = golden.msprt_normal_paired_diff;

  it.each(cases)('n=$n, mean difference $mean_diff', one => {
    const ratio = mixtureSprt({
      n: one.n,
      meanDifference: one.mean_diff,
      variance: v,
      tau2,
    });
    expect(ratio / one.Lambda).toBeCloseTo(1, 10);
  });
});
