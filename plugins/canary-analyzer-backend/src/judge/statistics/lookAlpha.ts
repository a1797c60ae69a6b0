import { normalUpperTail } from './distributions';
import { obrienFlemingSpending, sequentialBoundaries } from './groupSequential';

/** Which look this is, from 0, and after how many it should be decided. */
export type Looks = { index: number; planned: number };

/** Above this the boundaries are not integrated, as that takes too long. */
const MOST_INTEGRATED = 60;
const MOST_REMEMBERED = 200;
/** For looks after the planned ones, as a share of alpha. */
const KEPT_BACK = 0.2;

const remembered = new Map<string, number[]>();

function nominalAlphas(alpha: number, planned: number): number[] {
  const key = `${alpha}/${planned}`;
  const known = remembered.get(key);
  if (known) return known;
  const information = Array.from(
    { length: planned },
    (_, i) => (i + 1) / planned,
  );
  const alphas = sequentialBoundaries(information, t =>
    obrienFlemingSpending(alpha, t),
  ).map(normalUpperTail);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, alphas);
  return alphas;
}

/** What one look alone may spend, whatever the other looks have to do with it. */
export function lookShare(alpha: number, { index, planned }: Looks): number {
  const late = index - planned;
  if (late >= 0) return (KEPT_BACK * alpha) / ((late + 1) * (late + 2));
  const spent = (1 - KEPT_BACK) * alpha;
  return (
    obrienFlemingSpending(spent, (index + 1) / planned) -
    obrienFlemingSpending(spent, index / planned)
  );
}

/**
 * The p-value that a cumulative test needs at one look so that all looks together
 * raise a false alarm with probability alpha: Lan-DeMets boundaries of
 * O'Brien-Fleming type at equal steps of information. Very many looks get their
 * shares by Boole's inequality, which is a little stricter; so do those after the
 * planned ones, from a fifth of alpha that is kept for them: 1/2, 1/6, 1/12, ...
 *
 * @param looks - null where there is but one
 */
export function lookAlpha(alpha: number, looks: Looks | null): number {
  if (!looks) return alpha;
  const { index, planned } = looks;
  return index >= planned || planned > MOST_INTEGRATED
    ? lookShare(alpha, looks)
    : nominalAlphas((1 - KEPT_BACK) * alpha, planned)[index];
}
