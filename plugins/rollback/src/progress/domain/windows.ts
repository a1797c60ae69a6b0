import {
  PlanStep,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';

/** How far a rollout is through the windows its plan asks for. */
export type WindowProgress = {
  /** Steps that a promote verdict, or a person, let pass. */
  passed: number;
  /** Steps of the plan. */
  needed: number;
  /** The step under way; null when none is. */
  current: {
    number: number;
    step: PlanStep;
    looks: number;
    /** When a promote verdict starts to count; null before the step starts. */
    bakedAt: number | null;
  } | null;
};

export function windowProgress(rollout: RolloutSummary): WindowProgress {
  const needed = rollout.plan.steps.length;
  if (rollout.state === 'promoted' || rollout.state === 'promoting') {
    return { passed: needed, needed, current: null };
  }
  const passed = Math.min(rollout.stepIndex, needed);
  const step = rollout.plan.steps[rollout.stepIndex];
  const underWay = ['applying', 'baking', 'judging', 'paused'].includes(
    rollout.state,
  );
  if (!step || !underWay) {
    return { passed, needed, current: null };
  }
  return {
    passed,
    needed,
    current: {
      number: rollout.stepIndex + 1,
      step,
      looks: rollout.look,
      bakedAt: rollout.stepStartedAt
        ? Date.parse(rollout.stepStartedAt) + step.bakeSeconds * 1000
        : null,
    },
  };
}
