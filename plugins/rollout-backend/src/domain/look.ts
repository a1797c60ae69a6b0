import {
  JudgementRequest,
  PlanStep,
  RollbackRecord,
  TargetPlan,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import { TargetObservation } from '@adaptive-delivery/plugin-release-node';
import { secondsAfter } from './move';
import { Rollout, currentStep } from './rollout';

export type Trigger = RollbackRecord['trigger'];

/**
 * When the first look of a step is: after one interval, but never before the
 * warm-up has left something to look at.
 */
export function firstLookAt(
  plan: TargetPlan,
  step: PlanStep,
  stepStartedAt: Date,
): Date {
  const { warmUpSeconds, stepSeconds } = plan.analysis;
  return secondsAfter(
    stepStartedAt,
    Math.max(
      step.lookEverySeconds,
      warmUpSeconds > 0 ? warmUpSeconds + stepSeconds : 0,
    ),
  );
}

/** What the analyzer is asked at a look: the step so far, without its warm-up. */
export function judgementOf(
  rollout: Rollout,
  arms: TargetObservation['arms'],
  now: Date,
): JudgementRequest {
  const { plan } = rollout;
  const { minSamples, bakeSeconds, lookEverySeconds } = currentStep(rollout);
  const start = secondsAfter(
    rollout.stepStartedAt ?? now,
    plan.analysis.warmUpSeconds,
  );
  return {
    profile: plan.analysis,
    arms: {
      candidate: { ...plan.metricLabels, ...arms.candidate },
      baseline: { ...plan.metricLabels, ...arms.baseline },
    },
    window: { start: start.toISOString(), end: now.toISOString() },
    minSamples,
    looks: {
      index: rollout.look,
      // A healthy step is decided at the end of its bake.
      planned: Math.max(1, Math.ceil(bakeSeconds / lookEverySeconds)),
    },
  };
}

/**
 * Why a verdict cannot be used for this look, or null when it can: it must be
 * the answer to the question that was asked, and must not contradict itself.
 */
export function faultOfVerdict(
  rollout: Rollout,
  verdict: Verdict,
): string | null {
  if (
    verdict.rolloutId !== rollout.id ||
    verdict.step !== rollout.stepIndex ||
    verdict.look !== rollout.look
  ) {
    return `it is for rollout ${verdict.rolloutId}, step ${
      verdict.step + 1
    }, look ${verdict.look + 1}`;
  }
  if (verdict.verdict === 'promote' && verdict.cause !== 'healthy') {
    return `it says promote because of ${verdict.cause}`;
  }
  if (
    verdict.verdict === 'rollback' &&
    verdict.cause !== 'degraded' &&
    // A candidate that fell silent while its baseline did not is down.
    verdict.cause !== 'noData'
  ) {
    return `it says rollback because of ${verdict.cause}`;
  }
  const { minSamples } = currentStep(rollout);
  if (
    verdict.verdict === 'promote' &&
    (verdict.samples.candidate ?? 0) < minSamples
  ) {
    return `it says promote with ${
      verdict.samples.candidate ?? 'no'
    } samples where ${minSamples} are needed`;
  }
  return null;
}

/**
 * Whether a promote verdict counts: the step has baked, and what was judged
 * reaches to the end of the bake. A verdict that was stored before a crash is
 * not taken for one of today; the analyzer may align its window by one point.
 */
export function isBaked(rollout: Rollout, verdict: Verdict, now: Date) {
  if (!rollout.stepStartedAt) return false;
  const bakedAt = secondsAfter(
    rollout.stepStartedAt,
    currentStep(rollout).bakeSeconds,
  );
  const judgedUpTo = secondsAfter(
    new Date(verdict.window.end),
    rollout.plan.analysis.stepSeconds,
  );
  return now >= bakedAt && judgedUpTo >= bakedAt;
}
