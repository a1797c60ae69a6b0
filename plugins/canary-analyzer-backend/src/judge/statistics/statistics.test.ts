import fc from 'fast-check';
import { effectiveSize, lagOneAutocorrelation } from './autocorrelation';
import {
  normalUpperQuantile,
  normalUpperTail,
  studentUpperQuantile,
  studentUpperTail,
} from './distributions';
import { holmAdjusted } from './holm';
import { incompleteBeta, logGamma } from './specialFunctions';
import {
  newcombeInterval,
  smallestExpectedCount,
  twoProportionsUpper,
} from './twoProportions';
import { momentsOf, welchUpper } from './welch';

const relative = (value: number, expected: number) =>
  Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-300);

// Reference values without another source: SciPy 1.17.1 and statsmodels 0.15.0.
describe('special functions and distributions', () => {
  it.each([
    [0.5, 0.5723649429247],
    [3.7, 1.428072326665388],
    [100, 359.1342053695754],
    [1000000.5, 12815511.476902766],
  ])('logGamma(%d)', (x, expected) => {
    expect(relative(logGamma(x), expected)).toBeLessThan(1e-13);
  });

  it.each([
    [0.5, 0.5, 0.3, 0.36901011956554536],
    [2, 3, 0.5, 0.6875],
    [10, 0.5, 0.99, 0.6579281751567845],
    [50, 60, 0.4, 0.12470685834310022],
    [0.5, 200, 0.001, 0.4727558929747644],
  ])('incompleteBeta(%d, %d, %d)', (a, b, x, expected) => {
    expect(relative(incompleteBeta(a, b, x), expected)).toBeLessThan(1e-11);
  });

  it.each([
    [0, 0.5],
    [1, 0.15865525393145707],
    [-2.5, 0.9937903346742238],
    [5, 2.866515718791933e-7],
    [30, 4.906713927147908e-198],
  ])('normalUpperTail(%d)', (z, expected) => {
    expect(relative(normalUpperTail(z), expected)).toBeLessThan(1e-11);
  });

  it.each([
    [2.228, 10, 0.02500588590855566],
    [0.5, 1, 0.35241638234956674],
    [-1.2, 3.7, 0.8493538109240604],
    [12, 4, 0.0001382142742514865],
    [40, 100, 1.2310538010700354e-63],
    [3, 1e6, 0.0013499312707109],
  ])('studentUpperTail(%d, %d)', (t, df, expected) => {
    expect(relative(studentUpperTail(t, df), expected)).toBeLessThan(1e-8);
  });

  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, to its 3 digits.
  it.each([
    [0.05, 1, 6.314],
    [0.025, 10, 2.228],
    [0.01, 30, 2.457],
    [0.001, 5, 5.893],
    [0.1, 100, 1.29],
  ])('studentUpperQuantile(%d, %d)', (p, df, expected) => {
    expect(studentUpperQuantile(p, df)).toBeCloseTo(expected, 3);
  });

  it('inverts its tails', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (p, df) => {
          expect(
            relative(studentUpperTail(studentUpperQuantile(p, df), df), p),
          ).toBeLessThan(1e-6);
          expect(
            relative(normalUpperTail(normalUpperQuantile(p)), p),
          ).toBeLessThan(1e-9);
        },
      ),
    );
    expect(() => normalUpperQuantile(0)).toThrow(RangeError);
    expect(() => studentUpperQuantile(0.7, 3)).toThrow(RangeError);
  });
});

describe('two proportions', () => {
  const of = (events: number, trials: number) => ({ events, trials });

  it.each([
    [62, 1190, 12, 5900, 15.502902675099428, 1.6578393873252018e-54],
    [56, 70, 48, 80, 2.6501719512585336, 0.00402254068409828],
    [500, 10000, 450, 10000, 1.6621710330675814, 0.048239243138367596],
    [5, 1000, 60, 9000, -0.6221991167877363, 0.7330945266356004],
  ])('tests %d of %d against %d of %d', (c, n, b, m, z, pValue) => {
    const test = twoProportionsUpper(of(c, n), of(b, m));
    expect(test.z).toBeCloseTo(z, 9);
    expect(relative(test.pValue, pValue)).toBeLessThan(1e-9);
  });

  // Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('bounds %d/%d - %d/%d as published', (c, n, b, m, low, high) => {
    const interval = newcombeInterval(of(c, n), of(b, m), 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('turns over when the arms change places', () => {
    const arm = fc
      .tuple(fc.nat(500), fc.nat(500))
      .filter(([a, b]) => a + b > 0)
      .map(([events, rest]) => of(events, events + rest));
    fc.assert(
      fc.property(arm, arm, (one, other) => {
        const there = newcombeInterval(one, other, 0.98);
        const back = newcombeInterval(other, one, 0.98);
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(twoProportionsUpper(one, other).z).toBeCloseTo(
          -twoProportionsUpper(other, one).z,
          9,
        );
        expect(smallestExpectedCount(one, other)).toBeCloseTo(
          smallestExpectedCount(other, one),
          9,
        );
      }),
    );
  });

  it('finds nothing where neither arm has an event', () => {
    expect(twoProportionsUpper(of(0, 100), of(0, 900))).toEqual({
      z: 0,
      pValue: 0.5,
    });
  });
});

describe('welchUpper', () => {
  // R's help page of t.test: t.test(extra ~ group, data = sleep) gives
  // t = -1.8608, df = 17.776, p = 0.07939, 95 % interval -3.3654832 to 0.2054832.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

  it("agrees with R on Student's sleep data", () => {
    const result = welchUpper(momentsOf(second), momentsOf(first), 0.95);
    expect(result!.t).toBeCloseTo(1.8608134674868526, 10);
    expect(result!.df).toBeCloseTo(17.776473516178488, 9);
    expect(2 * result!.pValue).toBeCloseTo(0.0793941401873583, 9);
    expect(result!.interval.low).toBeCloseTo(-0.2054832, 7);
    expect(result!.interval.high).toBeCloseTo(3.3654832, 7);
  });

  it('keeps a small spread on a large level', () => {
    const lifted = (values: number[]) => values.map(v => v + 1e9);
    const result = welchUpper(
      momentsOf(lifted(second)),
      momentsOf(lifted(first)),
      0.95,
    );
    expect(result!.t).toBeCloseTo(1.8608134674868526, 5);
  });

  it('says nothing of arms that are constant', () => {
    const flat = momentsOf([0.1, 0.1, 0.1]);
    expect(welchUpper(momentsOf([5, 5, 5]), flat, 0.95)).toBeNull();
  });
});

describe('holmAdjusted', () => {
  // statsmodels' multipletests(method='holm'), as R's p.adjust.
  it.each([
    [
      [0.01, 0.02, 0.03, 0.04],
      [0.04, 0.06, 0.06, 0.06],
    ],
    [
      [0.001, 0.2, 0.012, 0.04, 0.9],
      [0.005, 0.4, 0.048, 0.12, 0.9],
    ],
    [[], []],
  ])('adjusts %j', (pValues, expected) => {
    holmAdjusted(pValues).forEach((p, i) =>
      expect(p).toBeCloseTo(expected[i], 12),
    );
  });

  it('counts members of the family that could not be tested', () => {
    expect(holmAdjusted([0.01], 3)).toEqual([0.03]);
  });
});

describe('autocorrelation', () => {
  it('is 0 for alternating points, high for a ramp, and blind over gaps', () => {
    const ramp = Array.from({ length: 40 }, (_, i) => i);
    expect(lagOneAutocorrelation(ramp.map(i => i % 2))).toBe(0);
    expect(lagOneAutocorrelation(ramp)).toBeGreaterThan(0.9);
    expect(lagOneAutocorrelation(ramp.flatMap(i => [i, null]))).toBeLessThan(
      0.1,
    );
    expect(lagOneAutocorrelation([3, 3, 3, 3, 3, 3])).toBe(0);
  });

  it('leaves independent points their number, and never fewer than two', () => {
    expect(effectiveSize(30, 0)).toBe(30);
    expect(effectiveSize(30, 0.5)).toBeCloseTo(10);
    expect(effectiveSize(5, 0.95)).toBe(2);
  });
});
