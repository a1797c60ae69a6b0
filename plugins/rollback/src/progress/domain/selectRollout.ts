import {
  RolloutSummary,
  isSettledRolloutState,
} from '@adaptive-delivery/plugin-release-common';

/**
 * The rollout to show unless another is asked for: the one in flight, else
 * the last one. `rollouts` is newest first.
 */
export function rolloutToShow(rollouts: RolloutSummary[]): string | undefined {
  const inFlight = rollouts.find(
    rollout => !isSettledRolloutState(rollout.state),
  );
  return (inFlight ?? rollouts[0])?.id;
}
