import {
  RolloutEvent,
  RolloutRecord,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';

/** `step 3 of 5`, as people count. */
export function stepWords(rollout: RolloutSummary): string {
  const all = rollout.plan.steps.length;
  if (rollout.state === 'pending') return `${all} steps ahead`;
  return `step ${Math.min(rollout.stepIndex + 1, all)} of ${all}`;
}

/**
 * The last thing that was said about how it goes: a verdict, or why none could
 * be had. Undefined before the first look.
 */
export function latestWord(rollout: RolloutRecord): RolloutEvent | undefined {
  return rollout.events.findLast(
    ({ kind }) => kind === 'verdict' || kind === 'held',
  );
}

/** Whether a person has to do something about it. */
export function needsPerson(rollout: RolloutSummary): boolean {
  return ['paused', 'frozen', 'rollbackFailed'].includes(rollout.state);
}
