import fc from 'fast-check';
import { readColumns } from './__testUtils__/readColumns';
import { middleSizeAsInR } from './__testUtils__/middleSizeAsInR';
import { StlOptions, averageSeason, stl, stlDefaults } from './stl';

const PERIOD = 12;

function eachPoint(options: StlOptions): StlOptions {
  const whole = (of: StlOptions['trend']) => ({ ...of, jump: 1 });
  return {
    ...options,
    seasonal: whole(options.seasonal),
    trend: whole(options.trend),
    lowPass: whole(options.lowPass),
  };
}

function worst(actual: ArrayLike<number>, expected: number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i])));
}

describe('stl agrees with R', () => {
  it.each<[string, number | 'periodic', boolean, boolean]>([
    ['nottem_R_periodic.csv', 'periodic', false, false],
    ['nottem_R_s7_jump1.csv', 7, false, true],
    ['nottem_R_s7_robust.csv', 7, true, false],
    ['nottem_R_s7_robust_jump1.csv', 7, true, true],
    ['logco2_R_s21.csv', 21, false, false],
    ['logco2_R_s21_jump1.csv', 21, false, true],
  ])('%s', (file, seasonalWindow, robust, everyPoint) => {
    const { value, seasonal, trend, remainder } = readColumns(file);
    const defaults = {
      ...stlDefaults(PERIOD, value.length, { seasonalWindow, robust }),
      middleSize: middleSizeAsInR,
    };
    const raw = stl(value, everyPoint ? eachPoint(defaults) : defaults);
    const result =
      seasonalWindow === 'periodic' ? averageSeason(raw, PERIOD) : raw;
    expect(worst(result.seasonal, seasonal)).toBeLessThan(1e-9);
    expect(worst(result.trend, trend)).toBeLessThan(1e-9);
    expect(worst(result.remainder, remainder)).toBeLessThan(1e-9);
  });
});

describe('stl agrees with statsmodels', () => {
  const columns = readColumns('nottem_statsmodels_default.csv');
  const options: StlOptions = {
    period: PERIOD,
    seasonal: { window: 7, degree: 1, jump: 1 },
    trend: { window: 23, degree: 1, jump: 1 },
    lowPass: { window: 13, degree: 1, jump: 1 },
    innerLoops: 5,
    outerLoops: 0,
  };

  it('plain', () => {
    const result = stl(columns.value, options);
    expect(worst(result.seasonal, columns.seasonal)).toBeLessThan(1e-9);
    expect(worst(result.trend, columns.trend)).toBeLessThan(1e-9);
    expect(worst(result.remainder, columns.resid)).toBeLessThan(1e-9);
  });

  it('robust, with its weights', () => {
    const result = stl(columns.value, {
      ...options,
      innerLoops: 2,
      outerLoops: 15,
    });
    expect(worst(result.seasonal, columns.seasonal_robust)).toBeLessThan(1e-9);
    expect(worst(result.trend, columns.trend_robust)).toBeLessThan(1e-9);
    expect(worst(result.remainder, columns.resid_robust)).toBeLessThan(1e-9);
    expect(worst(result.weights, columns.weights_robust)).toBeLessThan(1e-9);
  });
});

describe('stl', () => {
  it('splits any series into parts that sum to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
          minLength: 14,
          maxLength: 60,
        }),
        fc.integer({ min: 2, max: 7 }),
        fc.boolean(),
        (values, period, robust) => {
          const options = stlDefaults(period, values.length, {
            seasonalWindow: 7,
            robust,
          });
          const { seasonal, trend, remainder } = stl(values, options);
          values.forEach((value, i) => {
            expect(
              Math.abs(seasonal[i] + trend[i] + remainder[i] - value),
            ).toBeLessThan(1e-6);
          });
        },
      ),
    );
  });

  it.each([
    [[1, 2, 3], 2, '3 points are less than two periods of 2'],
    [[1, NaN, 3, 4], 2, 'point 1 is NaN'],
    [[1, 2, Infinity, 4], 2, 'point 2 is Infinity'],
  ])('refuses %j', (values, period, message) => {
    const options = stlDefaults(period, values.length, {
      seasonalWindow: 7,
      robust: false,
    });
    expect(() => stl(values, options)).toThrow(message);
  });
});
