/**
 * Logarithm and exponential from the four basic operations alone, which IEEE
 * 754 defines to the last bit. `Math.log1p` and `Math.exp` may differ between
 * engines in the last place, and a score that is rounded to half points would
 * turn that into half a point wherever a value lies on a tie.
 *
 * Both are within 4 units in the last place of the true value, which is more
 * than enough for points; what counts is that they are the same everywhere.
 */

const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;
const LN2 = 0.6931471805599453;

/** 2 atanh(s) for |s| < 0.172, by its series. */
function twiceAtanh(s: number): number {
  const square = s * s;
  let sum = 0;
  for (let k = 25; k >= 1; k -= 2) sum = square * sum + 1 / k;
  return 2 * s * sum;
}

/**
 * ln(1 + x) for a finite x >= 0.
 *
 * @throws RangeError for any other x.
 */
export function portableLog1p(x: number): number {
  if (!(x >= 0) || x === Infinity) {
    throw new RangeError(`${x} has no logarithm here; it must be 0 or more`);
  }
  if (x < Math.SQRT2 - 1) return twiceAtanh(x / (2 + x));
  let mantissa = 1 + x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const rest = twiceAtanh((mantissa - 1) / (mantissa + 1));
  return exponent * LN2_HIGH + (rest + exponent * LN2_LOW);
}

/** e to the power of x; 0 below -708 and the largest number above 709. */
export function portableExp(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Number.MAX_VALUE;
  const exponent = Math.round(x / LN2);
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  let power = 1;
  for (let k = 16; k >= 1; k -= 1) power = 1 + (rest / k) * power;
  const step = exponent < 0 ? 0.5 : 2;
  for (let k = Math.abs(exponent); k > 0; k -= 1) power *= step;
  return power;
}

/** The probability whose log odds are x. */
export function portableSigmoid(x: number): number {
  return x < 0
    ? portableExp(x) / (1 + portableExp(x))
    : 1 / (1 + portableExp(-x));
}

/** Log odds of a probability, kept within ±34.5 (one in 10^15). */
export function portableLogit(probability: number): number {
  const p = Math.min(1 - 1e-15, Math.max(1e-15, probability));
  return p < 0.5
    ? -portableLog1p((1 - p) / p - 1)
    : portableLog1p(p / (1 - p) - 1);
}
