import { LoessOptions, loess, loessAt } from './loess';

export type StlOptions = {
  /** Points of one season, at least 2. */
  period: number;
  seasonal: LoessOptions;
  trend: LoessOptions;
  lowPass: LoessOptions;
  innerLoops: number;
  /** Rounds of robustness weights; 0 for none. */
  outerLoops: number;
  /** How large residuals are, for the robustness weights; their median unless given. */
  middleSize?: (sizes: Float64Array) => number;
};

export type StlResult = {
  seasonal: Float64Array;
  trend: Float64Array;
  remainder: Float64Array;
  /** Robustness weights, 1 where none were used. */
  weights: Float64Array;
};

const odd = (value: number) => {
  const rounded = Math.round(value);
  return rounded % 2 === 0 ? rounded + 1 : rounded;
};

const tenth = (window: number) => Math.ceil(window / 10);

/**
 * The settings that R's `stl()` takes by default: windows by the period, fits
 * at every tenth of a window.
 *
 * @param seasonalWindow - odd; `periodic` for a season that never changes
 */
export function stlDefaults(
  period: number,
  n: number,
  options: { seasonalWindow: number | 'periodic'; robust: boolean },
): StlOptions {
  const { robust } = options;
  const seasonalWindow =
    options.seasonalWindow === 'periodic'
      ? 10 * n + 1
      : odd(options.seasonalWindow);
  const trendWindow = odd(
    Math.ceil((1.5 * period) / (1 - 1.5 / seasonalWindow)),
  );
  const lowPassWindow = odd(period);
  return {
    period,
    seasonal: {
      window: seasonalWindow,
      degree: 0,
      jump: tenth(seasonalWindow),
    },
    trend: { window: trendWindow, degree: 1, jump: tenth(trendWindow) },
    lowPass: { window: lowPassWindow, degree: 1, jump: tenth(lowPassWindow) },
    innerLoops: robust ? 1 : 2,
    outerLoops: robust ? 15 : 0,
  };
}

function movingAverage(x: Float64Array, length: number): Float64Array {
  const out = new Float64Array(x.length - length + 1);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += x[i];
  out[0] = sum / length;
  for (let i = 1; i < out.length; i++) {
    sum += x[i + length - 1] - x[i - 1];
    out[i] = sum / length;
  }
  return out;
}

/** Smooths each cycle-subseries and extends it by one point at both ends. */
function smoothCycles(
  detrended: Float64Array,
  options: StlOptions,
  robustness: Float64Array | null,
  scratch: Float64Array,
): Float64Array {
  const { period, seasonal } = options;
  const n = detrended.length;
  const out = new Float64Array(n + 2 * period);
  for (let j = 0; j < period; j++) {
    const k = Math.floor((n - 1 - j) / period) + 1;
    const pick = (from: Float64Array) =>
      Float64Array.from({ length: k }, (_, i) => from[i * period + j]);
    const y = pick(detrended);
    const weights = robustness && pick(robustness);
    const smooth = loess(y, seasonal, weights, scratch);
    const fit = { y, n: k, options: seasonal, robustness: weights };
    const near = Math.min(seasonal.window, k);
    const first = loessAt(fit, 0, 1, near, scratch) ?? smooth[0];
    const last =
      loessAt(fit, k + 1, Math.max(1, k - seasonal.window + 1), k, scratch) ??
      smooth[k - 1];
    out[j] = first;
    for (let m = 0; m < k; m++) out[(m + 1) * period + j] = smooth[m];
    out[(k + 1) * period + j] = last;
  }
  return out;
}

function innerLoop(
  y: Float64Array,
  options: StlOptions,
  robustness: Float64Array | null,
  state: { seasonal: Float64Array; trend: Float64Array },
  scratch: Float64Array,
) {
  const { period, lowPass, trend } = options;
  const n = y.length;
  for (let round = 0; round < options.innerLoops; round++) {
    const detrended = y.map((value, i) => value - state.trend[i]);
    const cycles = smoothCycles(detrended, options, robustness, scratch);
    const averaged = movingAverage(
      movingAverage(movingAverage(cycles, period), period),
      3,
    );
    const low = loess(averaged, lowPass, null, scratch);
    const deseasoned = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      state.seasonal[i] = cycles[period + i] - low[i];
      deseasoned[i] = y[i] - state.seasonal[i];
    }
    state.trend = loess(deseasoned, trend, robustness, scratch);
  }
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Tukey's bisquare of the residuals at six times their middle size. */
function bisquare(
  residuals: Float64Array,
  middleSize: (sizes: Float64Array) => number,
): Float64Array {
  const sizes = residuals.map(Math.abs);
  const limit = 6 * middleSize(sizes);
  const far = 0.999 * limit;
  const near = 0.001 * limit;
  return sizes.map(size => {
    if (size <= near) return 1;
    if (size > far) return 0;
    const q = size / limit;
    const square = 1 - q * q;
    return square * square;
  });
}

/**
 * Splits equally spaced points into season, trend and the rest.
 *
 * Source: R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning, "STL: A
 * Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official
 * Statistics 6 (1990) 3-73. Agrees with R's `stl()` and statsmodels' `STL` to
 * 1e-9, but for one thing: for an even number of points R's robust fit does not
 * take the median of the residuals (see middleSizeAsInR.ts).
 *
 * @param values - finite, at least two periods of them
 * @throws RangeError for fewer points or a value that is not finite.
 */
export function stl(values: ArrayLike<number>, options: StlOptions): StlResult {
  const y = Float64Array.from(values);
  const n = y.length;
  const { period } = options;
  if (!(period >= 2) || n < 2 * period) {
    throw new RangeError(`${n} points are less than two periods of ${period}`);
  }
  const bad = y.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`point ${bad} is ${y[bad]}`);

  const state = {
    seasonal: new Float64Array(n),
    trend: new Float64Array(n),
  };
  const scratch = new Float64Array(n + 2 * period);
  let weights: Float64Array | null = null;
  for (let round = 0; ; round++) {
    innerLoop(y, options, weights, state, scratch);
    if (round >= options.outerLoops) break;
    weights = bisquare(
      y.map((value, i) => value - state.trend[i] - state.seasonal[i]),
      options.middleSize ?? median,
    );
  }
  return {
    seasonal: state.seasonal,
    trend: state.trend,
    remainder: y.map((value, i) => value - state.seasonal[i] - state.trend[i]),
    weights: weights ?? new Float64Array(n).fill(1),
  };
}

/** A season that never changes: the mean over the cycles of each phase. */
export function averageSeason(result: StlResult, period: number): StlResult {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  result.seasonal.forEach((value, i) => {
    sums[i % period] += value;
    counts[i % period] += 1;
  });
  const seasonal = result.seasonal.map(
    (_, i) => sums[i % period] / counts[i % period],
  );
  return {
    ...result,
    seasonal,
    remainder: result.remainder.map(
      (value, i) => value + result.seasonal[i] - seasonal[i],
    ),
  };
}
