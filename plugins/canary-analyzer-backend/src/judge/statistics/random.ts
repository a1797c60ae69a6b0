/** Numbers in [0, 1) that a seed determines, with 32 random bits. */
export type Random = () => number;

/**
 * A generator of random numbers for sampling, not for secrets.
 *
 * Source: C. Doty-Humphrey's sfc32 (PractRand, 2010); the state is filled from
 * the seed and mixed for twelve rounds, as its author advises.
 */
export function seededRandom(seed: number): Random {
  let a = seed >>> 0;
  let b = (seed / 4294967296) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
