/**
 * Likelihood ratio of a mean difference that is mixed over N(0, tau2), against
 * none: valid at every look (P(it ever exceeds 1/alpha) <= alpha).
 *
 * Source: H. Robbins, Ann. Math. Statist. 41 (1970) 1397-1409; R. Johari, P.
 * Koomen, L. Pekelis, D. Walsh, "Peeking at A/B Tests", KDD 2017, equation 7.
 *
 * @param variance - of one paired difference, above 0
 */
export function mixtureSprt(options: {
  n: number;
  meanDifference: number;
  variance: number;
  tau2: number;
}): number {
  const { n, meanDifference: d, variance: v, tau2 } = options;
  const total = v + n * tau2;
  return (
    Math.sqrt(v / total) * Math.exp((n * n * tau2 * d * d) / (2 * v * total))
  );
}
