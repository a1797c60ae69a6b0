import { GROUPS, Group, Outcome } from './trials';

export type Judged = { group: Group; outcome: Outcome };

/** Shares of trials that were rolled back; null where there are none of a group. */
export type Summary = Record<Group, number | null> & {
  /** Defects against benign releases. */
  auc: number | null;
  /** Until the rollback, over the defects that were rolled back. */
  medianMinutes: number | null;
};

/** P(a positive scores above a negative), ties by half (Mann-Whitney). */
export function aucOf(
  positives: readonly number[],
  negatives: readonly number[],
): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  let wins = 0;
  for (const p of positives) {
    for (const n of negatives) {
      if (p > n) wins += 1;
      else if (p === n) wins += 0.5;
    }
  }
  return wins / (positives.length * negatives.length);
}

export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
}

export function summarize(judged: readonly Judged[]): Summary {
  const outcomesOf = (group: Group) =>
    judged.filter(one => one.group === group).map(({ outcome }) => outcome);
  const [aa, benign, defect] = GROUPS.map(group => {
    const of = outcomesOf(group);
    return of.length
      ? of.filter(({ rolledBackAfter }) => rolledBackAfter !== null).length /
          of.length
      : null;
  });
  return {
    aa,
    benign,
    defect,
    auc: aucOf(
      outcomesOf('defect').map(({ score }) => score),
      outcomesOf('benign').map(({ score }) => score),
    ),
    medianMinutes: medianOf(
      outcomesOf('defect').flatMap(
        ({ rolledBackAfter }) => rolledBackAfter ?? [],
      ),
    ),
  };
}
