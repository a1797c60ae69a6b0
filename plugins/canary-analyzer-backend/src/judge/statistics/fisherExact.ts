import { Counts, assertCounts } from './counts';
import { logChoose } from './specialFunctions';

/**
 * One-sided exact test: the probability, given the margins and no difference
 * between the arms, of at least as many events in the candidate as there were.
 *
 * Source: R. A. Fisher, "The Design of Experiments" (1935), chapter 2; the
 * upper tail of the hypergeometric distribution, as R's
 * `fisher.test(alternative = "greater")` has it.
 */
export function fisherExactUpper(candidate: Counts, baseline: Counts): number {
  assertCounts(candidate, baseline);
  const drawn = candidate.trials;
  const others = baseline.trials;
  const events = candidate.events + baseline.events;
  const least = Math.max(0, events - others);
  const most = Math.min(drawn, events);
  if (candidate.events <= least) return 1;

  const probability = (k: number) =>
    Math.exp(
      logChoose(drawn, k) +
        logChoose(others, events - k) -
        logChoose(drawn + others, events),
    );
  // Summed outward from the middle, so that the first term is the largest and
  // an underflow is a true zero.
  const expected = (events * drawn) / (drawn + others);
  if (candidate.events > expected) {
    let sum = 0;
    let term = probability(candidate.events);
    for (let k = candidate.events; k <= most && term > sum * 1e-17; k++) {
      sum += term;
      term *=
        ((events - k) * (drawn - k)) / ((k + 1) * (others - events + k + 1));
    }
    return Math.min(1, sum);
  }
  let below = 0;
  let term = probability(candidate.events - 1);
  for (let k = candidate.events - 1; k >= least && term > below * 1e-17; k--) {
    below += term;
    term *= (k * (others - events + k)) / ((events - k + 1) * (drawn - k + 1));
  }
  return Math.max(0, 1 - below);
}
