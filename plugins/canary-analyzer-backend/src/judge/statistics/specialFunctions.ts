const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028,
  771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const EPSILON = 1e-16;
const TINY = 1e-300;
const MAX_TERMS = 10_000;

/**
 * Natural logarithm of the gamma function for x > 0, relative error about
 * 1e-15.
 *
 * Source: C. Lanczos, SIAM J. Numer. Anal. Ser. B 1 (1964) 86-96, with P.
 * Godfrey's coefficients for g = 7, n = 9.
 */
export function logGamma(x: number): number {
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  }
  const shifted = x - 1;
  const sum = LANCZOS.slice(1).reduce(
    (total, coefficient, i) => total + coefficient / (shifted + i + 1),
    LANCZOS[0],
  );
  const t = shifted + LANCZOS_G + 0.5;
  return (
    0.5 * Math.log(2 * Math.PI) +
    (shifted + 0.5) * Math.log(t) -
    t +
    Math.log(sum)
  );
}

/** Logarithm of the binomial coefficient "n choose k". */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Evaluates b0 + a1/(b1 + a2/(b2 + ...)) after Lentz, as modified by Thompson and Barnett. */
function continuedFraction(
  b0: number,
  term: (i: number) => { a: number; b: number },
): number {
  let value = b0 || TINY;
  let c = value;
  let d = 0;
  for (let i = 1; i <= MAX_TERMS; i++) {
    const { a, b } = term(i);
    d = 1 / (b + a * d || TINY);
    c = b + a / c || TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < EPSILON * 4) return value;
  }
  throw new RangeError('a continued fraction did not converge');
}

/**
 * Regularized incomplete beta function I_x(a, b), 0 <= x <= 1, a, b > 0.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued
 * fraction) and 8.17.4 (reflection).
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(
    a * Math.log(x) +
      b * Math.log1p(-x) +
      logGamma(a + b) -
      logGamma(a) -
      logGamma(b) -
      Math.log(a),
  );
  const fraction = continuedFraction(1, i => {
    const m = Math.floor(i / 2);
    const numerator =
      i % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return { a: numerator, b: 1 };
  });
  return front / fraction;
}

/**
 * Complementary error function.
 *
 * Source: NIST Digital Library of Mathematical Functions, 7.6.2 (series, for
 * |x| < 2) and 7.9.2 (continued fraction, beyond).
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * EPSILON; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  const fraction = continuedFraction(x, i => ({ a: i / 2, b: x }));
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
