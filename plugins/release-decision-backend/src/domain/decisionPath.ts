import {
  DecisionState,
  canMoveDecision,
} from '@adaptive-delivery/plugin-release-common';

/**
 * The states a decision passes on the way to the one that is reported: a
 * report that overtook the one before it still leaves no gap.
 *
 * @returns the states to enter, in order; null when there is no way.
 */
export function pathTo(
  from: DecisionState,
  to: DecisionState,
): DecisionState[] | null {
  if (from === to) return [];
  if (canMoveDecision(from, to)) return [to];
  const over: DecisionState = 'releasing';
  return canMoveDecision(from, over) && canMoveDecision(over, to)
    ? [over, to]
    : null;
}
