import {
  RolloutState,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';

const over: RolloutState[] = [
  'pending',
  'refused',
  'rollingBack',
  'rolledBack',
];

/**
 * The rollout a person would take back: the newest one that reached its
 * target and is still there. `rollouts` is newest first.
 */
export function rolloutToTakeBack(
  rollouts: RolloutSummary[],
): string | undefined {
  return rollouts.find(rollout => !over.includes(rollout.state))?.id;
}
