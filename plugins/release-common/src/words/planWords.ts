import {
  EnforcementMode,
  PlanStep,
  RiskDecision,
  StrategyName,
  TargetPlan,
} from '../contracts';
import { formatPercent } from './metric';
import { formatSeconds } from './time';

export const strategyWords: Record<StrategyName, string> = {
  rolling: 'rolling',
  canary: 'canary',
  blueGreen: 'blue/green',
  blocked: 'blocked',
};

/** `5 %`, or the cohort's name with its share: `canary devices 5 %`. */
export function stepLabel(step: PlanStep): string {
  const share = formatPercent(step.exposure.percent);
  return step.exposure.name ? `${step.exposure.name} ${share}` : share;
}

/** Whether the last step is a part of the target, and the rest follows it. */
export function endsPartly(steps: readonly PlanStep[]): boolean {
  const last = steps.at(-1);
  return last !== undefined && last.exposure.percent < 100;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function range(values: number[], format: (value: number) => string): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? format(low) : `${format(low)} to ${format(high)}`;
}

/** What one target's plan will do, sentence by sentence. */
export function planSentences(plan: TargetPlan): string[] {
  const { steps } = plan;
  if (plan.strategy === 'blocked' || steps.length === 0) {
    return [`Nothing is released onto ${plan.target}.`];
  }
  const minutes = range(
    steps.map(step => step.bakeSeconds),
    formatSeconds,
  );
  const every = range(
    steps.map(step => step.lookEverySeconds),
    formatSeconds,
  );
  const samples = range(
    steps.map(step => step.minSamples),
    value => value.toLocaleString('en'),
  );
  const looks = range(
    steps.map(step => step.maxLooks),
    String,
  );
  return [
    `${capital(strategyWords[plan.strategy])} onto ${plan.target} (${
      plan.os
    }) in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}: ${steps
      .map(stepLabel)
      .join(', ')}${endsPartly(steps) ? ', then all of it' : ''}.`,
    `Each step bakes at least ${minutes}; every ${every} the candidate is compared with the baseline, which needs ${samples} samples.`,
    plan.onBadVerdict === 'rollback'
      ? 'A bad verdict at any look takes it back by itself and quarantines the build.'
      : 'A bad verdict stops it where it is and asks a person; it will not be taken back by itself, because that could do harm.',
    `Without a clear verdict after ${looks} looks it pauses and asks a person.`,
  ];
}

/** What approving leads to, and what it does not, in the decision's mode. */
export function approvalEffect(record: {
  enforcement: EnforcementMode;
  decision: Pick<RiskDecision, 'plan' | 'freeze'>;
}): {
  will: string[];
  willNot: string[];
} {
  const plans = record.decision.plan.flatMap(planSentences);
  const { freeze } = record.decision;
  const waits = freeze
    ? [
        `Nothing goes out before the end of the ${freeze.words}, unless somebody overrides it.`,
      ]
    : [];
  switch (record.enforcement) {
    case 'shadow':
      return {
        will: ['Your answer is kept with the decision.'],
        willNot: [
          'Nothing is released: in shadow mode the portal only logs what it would do.',
          'Nothing is rolled back by the portal either, however the release turns out.',
        ],
      };
    case 'advisory':
      return {
        will: plans,
        willNot: [
          'Nothing happens before every approval that is asked for is given; in advisory mode the portal never starts a release by itself.',
          ...waits,
          'Approving does not skip a step: no share grows without a promote verdict.',
        ],
      };
    case 'enforced':
      return {
        will: plans,
        willNot: [
          'Nothing happens before every approval that is asked for is given.',
          ...waits,
          'Approving does not skip a step: no share grows without a promote verdict.',
        ],
      };
    default:
      return { will: plans, willNot: [] };
  }
}
