import { PerArm } from './types';

/**
 * How far the level of one pod lies from that of its siblings by nature, apart
 * from what any release does: placement, node, load balancing.
 */
export type PodSpread = {
  /** Standard deviation of a pod's level, as a share of the level. */
  relative: number;
  /** Degrees of freedom behind it. */
  df: number;
};

/** What a comparison knows of the pods behind its arms. */
export type PodNoise = { spread: PodSpread; pods: PerArm<number> };

/**
 * The spread of pods learned from groups of equal pods (A/A): the variance
 * within the groups, moderated towards the prior by the prior's degrees of
 * freedom.
 *
 * Source: G. K. Smyth, "Linear Models and Empirical Bayes Methods", Statist.
 * Appl. Genet. Mol. Biol. 3 (2004), article 3: (d0 s0^2 + d s^2) / (d0 + d).
 *
 * @param groups - per group the levels of its pods; a group without two pods, or
 * without a level above 0, says nothing
 */
export function learnPodSpread(
  prior: PodSpread,
  groups: ReadonlyArray<readonly number[]>,
): PodSpread {
  let squares = prior.df * prior.relative ** 2;
  let df = prior.df;
  for (const levels of groups) {
    const mean = levels.reduce((sum, v) => sum + v, 0) / levels.length;
    if (levels.length < 2 || !(Math.abs(mean) > 0)) continue;
    for (const level of levels) squares += ((level - mean) / mean) ** 2;
    df += levels.length - 1;
  }
  return { relative: df > 0 ? Math.sqrt(squares / df) : 0, df };
}
