import { Counts, assertCounts } from './counts';
import { incompleteBeta, logGamma } from './specialFunctions';

/**
 * Bound on the probability that events of the candidate ever pile up like this
 * though they are no likelier than the baseline's: 1 / E, where E mixes the
 * likelihood ratio evenly over every share of the events above the candidate's
 * share of the trials. Valid at every look, however often one looks, while the
 * split of the trials stays the same; a share that is not small makes it
 * stricter, as events are taken for Poisson.
 *
 * Source: M. Lindon and A. Malek, "Anytime-Valid Inference for Multinomial Count
 * Data", NeurIPS 2022, for two arms, one-sided; H. Robbins, Ann. Math. Statist.
 * 41 (1970) 1397-1409 (mixtures, and Ville's inequality).
 */
export function anytimeCountP(candidate: Counts, baseline: Counts): number {
  assertCounts(candidate, baseline);
  if (candidate.trials === 0 || baseline.trials === 0) return 1;
  const share = candidate.trials / (candidate.trials + baseline.trials);
  const x = candidate.events;
  const y = baseline.events;
  const logBeta = logGamma(x + 1) + logGamma(y + 1) - logGamma(x + y + 2);
  const above = incompleteBeta(y + 1, x + 1, 1 - share);
  const logE =
    logBeta +
    Math.log(above) -
    Math.log1p(-share) -
    x * Math.log(share) -
    y * Math.log1p(-share);
  return Math.min(1, Math.exp(-logE));
}
