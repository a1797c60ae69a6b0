import { normalUpperQuantile, normalUpperTail } from './distributions';

/**
 * Alpha that may be spent until the share `t` of the planned information is in,
 * for a one-sided test: 2 - 2 Phi(z / sqrt t), z the upper alpha/2 quantile.
 *
 * Source: K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for
 * clinical trials", Biometrika 70 (1983) 659-663 (their O'Brien-Fleming type).
 *
 * @param t - 0 to 1; more than is planned spends no more
 */
export function obrienFlemingSpending(alpha: number, t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return alpha;
  return 2 * normalUpperTail(normalUpperQuantile(alpha / 2) / Math.sqrt(t));
}

/** Standard deviations below which a path is not followed. */
const REACH = 8;
/** Even number of intervals of Simpson's rule. */
const INTERVALS = 400;

/** Density of paths that no earlier look has stopped, on equal distances. */
type Density = { from: number; step: number; values: Float64Array };

const gauss = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

function simpson(i: number): number {
  if (i === 0 || i === INTERVALS) return 1;
  return i % 2 === 1 ? 4 : 2;
}

/** Weights that turn a sum over the density's points into an integral. */
function weightsOf(step: number): Float64Array {
  return Float64Array.from(
    { length: INTERVALS + 1 },
    (_, i) => (simpson(i) * step) / 3,
  );
}

/** P(the sum at information `t` is above `bound`) given the density before. */
function exitAbove(
  before: Density | null,
  spread: number,
  bound: number,
): number {
  if (!before) return normalUpperTail(bound / spread);
  const weights = weightsOf(before.step);
  let sum = 0;
  for (let i = 0; i <= INTERVALS; i++) {
    const s = before.from + i * before.step;
    sum +=
      weights[i] * before.values[i] * normalUpperTail((bound - s) / spread);
  }
  return sum;
}

/** Density at information `t` of the paths that stay at or below `bound`. */
function follow(
  before: Density | null,
  spread: number,
  t: number,
  bound: number,
): Density {
  const from = -REACH * Math.sqrt(t);
  const top = Math.min(bound, REACH * Math.sqrt(t));
  const step = (top - from) / INTERVALS;
  const weights = before && weightsOf(before.step);
  const values = Float64Array.from({ length: INTERVALS + 1 }, (_, i) => {
    const s = from + i * step;
    if (!before || !weights) return gauss(s / spread) / spread;
    let sum = 0;
    for (let j = 0; j <= INTERVALS; j++) {
      const earlier = before.from + j * before.step;
      sum += weights[j] * before.values[j] * gauss((s - earlier) / spread);
    }
    return sum / spread;
  });
  return { from, step, values };
}

/** The z at which the chance to exit now is `spend`, by bisection. */
function boundaryFor(
  before: Density | null,
  spread: number,
  t: number,
  spend: number,
): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (exitAbove(before, spread, middle * Math.sqrt(t)) > spend) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Upper z boundaries of a one-sided group-sequential test, one for each look:
 * over all looks the chance of a false alarm is at most alpha.
 *
 * Source: P. Armitage, C. K. McPherson, B. C. Rowe, JRSS A 132 (1969) 235-244
 * (recursive integration of the stopped sums).
 *
 * @param information - share of the planned information at each look, rising
 * @param spending - alpha spent until a share of the information
 * @throws RangeError when the information does not rise.
 */
export function sequentialBoundaries(
  information: readonly number[],
  spending: (t: number) => number,
): number[] {
  let before: Density | null = null;
  let spent = 0;
  let earlier = 0;
  return information.map((t, look) => {
    if (!(t > earlier)) {
      throw new RangeError(
        `look ${look + 1} has information ${t}, not more than ${earlier}`,
      );
    }
    const spread = Math.sqrt(t - earlier);
    const total = Math.max(spent, spending(t));
    const z = boundaryFor(before, spread, t, total - spent);
    before = follow(before, spread, t, z * Math.sqrt(t));
    spent = total;
    earlier = t;
    return z;
  });
}
