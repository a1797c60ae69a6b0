import {
  AnalysisProfile,
  MetricLabels,
  RiskBand,
  TargetPlan,
} from '../contracts';
import { Evidence, systemOf } from './features';
import { allHold } from './gates';
import { Policy } from './schema';

/** An entity asks for an analysis profile that the policy does not hold. */
export class UnknownProfileError extends Error {
  readonly name = 'UnknownProfileError';

  constructor(readonly profile: string, readonly known: string[]) {
    super(
      `The policy has no analysis profile "${profile}"; it has ${known.join(
        ', ',
      )}`,
    );
  }
}

/** @throws UnknownProfileError */
export function profileOf(
  policy: Pick<Policy, 'profiles' | 'sampling'>,
  name: string,
): AnalysisProfile {
  if (!Object.hasOwn(policy.profiles, name)) {
    throw new UnknownProfileError(name, Object.keys(policy.profiles));
  }
  const { stepSeconds, warmUpSeconds, ...profile } = policy.profiles[name];
  return {
    ...profile,
    name,
    stepSeconds: stepSeconds ?? policy.sampling.stepSeconds,
    warmUpSeconds: warmUpSeconds ?? policy.sampling.warmUpSeconds,
  };
}

/**
 * How the candidate is released onto one target.
 *
 * @throws UnknownProfileError
 */
export function planFor(options: {
  policy: Policy;
  evidence: Evidence;
  band: RiskBand;
  target: string;
  profileName: string;
  metricLabels: MetricLabels;
}): TargetPlan {
  const { policy, evidence, band, target, metricLabels } = options;
  const os = systemOf(evidence.submission);
  const { strategy, steps } = policy.strategies[os][band];
  const rule = policy.onBadVerdict.rules.find(({ when }) =>
    allHold(when, evidence),
  );
  return {
    target,
    os,
    strategy,
    steps,
    metricLabels,
    analysis: profileOf(policy, options.profileName),
    onBadVerdict: rule?.do ?? policy.onBadVerdict.default,
    coolDownHours: policy.coolDown.hours,
  };
}
