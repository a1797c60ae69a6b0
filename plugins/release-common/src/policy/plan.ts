import {
  AnalysisProfile,
  MetricLabels,
  OperatingSystem,
  RiskBand,
  TargetPlan,
} from '../contracts';
import { Evidence } from './evidence';
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
 * How the artifacts of one system are released onto their target.
 *
 * @throws UnknownProfileError
 */
export function planFor(options: {
  policy: Policy;
  evidence: Evidence;
  band: RiskBand;
  /** Whose artifacts go there. */
  os: OperatingSystem;
  target: string;
  profileName: string;
  metricLabels: MetricLabels;
}): TargetPlan {
  const { policy, evidence, band, os, target, metricLabels } = options;
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
