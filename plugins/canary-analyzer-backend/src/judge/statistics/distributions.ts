import { erfc, incompleteBeta } from './specialFunctions';

/** P(Z > z) of the standard normal distribution. */
export function normalUpperTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/**
 * P(T > t) of Student's t distribution with `df` > 0 degrees of freedom.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.27,
 * by the incomplete beta function.
 */
export function studentUpperTail(t: number, df: number): number {
  if (t === Infinity) return 0;
  if (t === -Infinity) return 1;
  const square = t * t;
  // Of the two equal forms, the one whose argument keeps its digits.
  const half =
    square < 1
      ? 0.5 - 0.5 * incompleteBeta(0.5, df / 2, square / (df + square))
      : 0.5 * incompleteBeta(df / 2, 0.5, df / (df + square));
  return t >= 0 ? half : 1 - half;
}

/** The x >= 0 at which a falling upper tail reaches `p` <= 0.5, by bisection. */
function invertUpperTail(tail: (x: number) => number, p: number): number {
  let high = 1;
  while (tail(high) > p) high *= 2;
  let low = 0;
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return high;
}

function assertTail(p: number) {
  if (!(p > 0 && p <= 0.5)) {
    throw new RangeError(`${p} is not an upper tail between 0 and 0.5`);
  }
}

/** The z with P(Z > z) = p, for 0 < p <= 0.5. */
export function normalUpperQuantile(p: number): number {
  assertTail(p);
  return p === 0.5 ? 0 : invertUpperTail(normalUpperTail, p);
}

/** The t with P(T > t) = p for `df` degrees of freedom, for 0 < p <= 0.5. */
export function studentUpperQuantile(p: number, df: number): number {
  assertTail(p);
  return p === 0.5 ? 0 : invertUpperTail(t => studentUpperTail(t, df), p);
}
