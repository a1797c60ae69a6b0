/** A locally weighted line or constant through equally spaced points. */
export type LoessOptions = {
  /** Points of one neighbourhood, odd. */
  window: number;
  /** 0: constant, 1: line. */
  degree: 0 | 1;
  /** Every how many points the fit is made; the rest is interpolated. */
  jump: number;
};

type Fit = {
  y: Float64Array;
  n: number;
  options: LoessOptions;
  /** Robustness weights, or null for 1. */
  robustness: Float64Array | null;
};

/**
 * The fit at `x` (1-based, may lie outside the points) over the points `left`
 * to `right`; null where all weights vanish.
 */
export function loessAt(
  { y, n, options, robustness }: Fit,
  x: number,
  left: number,
  right: number,
  weights: Float64Array,
): number | null {
  const { window, degree } = options;
  let h = Math.max(x - left, right - x);
  if (window > n) h += Math.floor((window - n) / 2);
  const far = 0.999 * h;
  const near = 0.001 * h;
  let sum = 0;
  for (let j = left; j <= right; j++) {
    const r = Math.abs(j - x);
    let w = 0;
    if (r <= far) {
      if (r <= near) w = 1;
      else {
        const q = r / h;
        const cube = 1 - q * q * q;
        w = cube * cube * cube;
      }
      if (robustness) w *= robustness[j - 1];
      sum += w;
    }
    weights[j - left] = w;
  }
  if (sum <= 0) return null;
  for (let j = left; j <= right; j++) weights[j - left] /= sum;
  if (h > 0 && degree > 0) tilt(weights, x, left, right, n - 1);
  let fit = 0;
  for (let j = left; j <= right; j++) fit += weights[j - left] * y[j - 1];
  return fit;
}

/** Turns the weights of a constant into those of a line. */
function tilt(
  weights: Float64Array,
  x: number,
  left: number,
  right: number,
  range: number,
) {
  let mean = 0;
  for (let j = left; j <= right; j++) mean += weights[j - left] * j;
  let variance = 0;
  for (let j = left; j <= right; j++) {
    variance += weights[j - left] * (j - mean) * (j - mean);
  }
  if (Math.sqrt(variance) <= 0.001 * range) return;
  const slope = (x - mean) / variance;
  for (let j = left; j <= right; j++) {
    weights[j - left] *= slope * (j - mean) + 1;
  }
}

/** First and last point of the neighbourhood of point `i` when each is fitted. */
function neighbourhood(i: number, window: number, n: number) {
  if (window >= n) return { left: 1, right: n };
  const half = (window + 1) >> 1;
  if (i < half) return { left: 1, right: window };
  if (i >= n - half + 1) return { left: n - window + 1, right: n };
  return { left: i - half + 1, right: window + i - half };
}

function interpolate(out: Float64Array, from: number, to: number) {
  const step = (out[to - 1] - out[from - 1]) / (to - from);
  for (let j = from + 1; j < to; j++) {
    out[j - 1] = out[from - 1] + step * (j - from);
  }
}

/**
 * Loess over equally spaced points.
 *
 * Source: R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning, "STL: A
 * Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official
 * Statistics 6 (1990) 3-73, whose published procedure this follows, jumps and
 * ends included.
 */
export function loess(
  y: Float64Array,
  options: LoessOptions,
  robustness: Float64Array | null,
  weights: Float64Array,
): Float64Array {
  const n = y.length;
  const out = new Float64Array(n);
  if (n < 2) return out.fill(y[0]);
  const fit: Fit = { y, n, options, robustness };
  const jump = Math.min(options.jump, n - 1);
  const fitAt = (i: number) => {
    const { left, right } = neighbourhood(i, options.window, n);
    out[i - 1] = loessAt(fit, i, left, right, weights) ?? y[i - 1];
  };
  let last = 1;
  for (let i = 1; i <= n; i += jump) {
    fitAt(i);
    if (i > 1) interpolate(out, last, i);
    last = i;
  }
  if (last !== n) {
    fitAt(n);
    interpolate(out, last, n);
  }
  return out;
}
