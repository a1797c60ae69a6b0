import { RolloutSummary } from '@adaptive-delivery/plugin-release-common';
import { needsPerson } from './progress';

/**
 * What is in flight: every rollout that is not settled, and of the settled
 * ones those that wait for a person, unless a newer rollout has come to the
 * same target since. Newest first, each once.
 *
 * @param active - rollouts that are not settled
 * @param recent - the newest rollouts in any state, newest first
 */
export function currentRollouts(
  active: readonly RolloutSummary[],
  recent: readonly RolloutSummary[],
): RolloutSummary[] {
  const newestOfTarget = new Map<string, RolloutSummary>();
  for (const rollout of recent) {
    if (!newestOfTarget.has(rollout.target)) {
      newestOfTarget.set(rollout.target, rollout);
    }
  }
  const stuck = [...newestOfTarget.values()].filter(needsPerson);
  const byId = new Map([...active, ...stuck].map(item => [item.id, item]));
  return [...byId.values()].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  );
}

/** Rollouts of one decision belong together: they move and abort together. */
export function groupByDecision<T extends { decisionId: string }>(
  rollouts: readonly T[],
): T[][] {
  const groups = new Map<string, T[]>();
  for (const rollout of rollouts) {
    const group = groups.get(rollout.decisionId);
    if (group) group.push(rollout);
    else groups.set(rollout.decisionId, [rollout]);
  }
  return [...groups.values()];
}
