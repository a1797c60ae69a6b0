import {
  BuildInfo,
  Evidence,
  FreezeFinding,
  Policy,
  RiskDecision,
  RiskInputs,
  checkGates,
  describeRoles,
  freezeAt,
  freezeSubjectOf,
  heldWords,
} from '@adaptive-delivery/plugin-release-common';

/** What is to come of a decision that a freeze window holds back. */
export type HeldOutcome =
  | { kind: 'release'; words: string }
  | { kind: 'hold'; until: string; words: string }
  | { kind: 'refuse'; words: string };

type Build = { buildInfo: BuildInfo; riskInputs: RiskInputs };

export type HeldDecision = Build & {
  decision: RiskDecision;
  /** All builds, if it is a bundle. */
  bundle?: { builds: readonly Build[] };
};

type InForce = { policy: Policy; digest: string };

/** The freeze window in force for a decision now; null when there is none. */
export function freezeOf(
  { decision, riskInputs }: Pick<HeldDecision, 'decision' | 'riskInputs'>,
  policy: Policy,
  now: Date,
): FreezeFinding | null {
  const { candidate } = decision;
  const { change } = riskInputs;
  return freezeAt(policy, freezeSubjectOf(candidate, change?.isFix), now);
}

function evidenceOf(
  { buildInfo, riskInputs }: Build,
  { candidate, vex }: RiskDecision,
  policy: Policy,
): Evidence {
  const { environment } = candidate;
  return {
    submission: { buildInfo, riskInputs, environment },
    vex: vex?.filter(
      ({ component }) => !component || component === buildInfo.component,
    ),
    unratedCountsAs: policy.vulnerabilities.unratedCountsAs,
  };
}

/**
 * Why the policy in force now does not let a decision go that was made under
 * another one; null when it does.
 */
export function refusedByNewerPolicy(
  held: HeldDecision,
  { policy, digest }: InForce,
): string | null {
  const { decision, bundle } = held;
  if (digest === decision.policy.digest) return null;
  const outcomes = (bundle?.builds ?? [held]).map(build =>
    checkGates(policy, evidenceOf(build, decision, policy)),
  );
  const blockedBy = outcomes.flatMap(outcome => outcome.blockedBy);
  const approvals = outcomes.flatMap(outcome => outcome.approvals);
  const approved = decision.approvals.given
    .filter(given => given.decision === 'approve')
    .map(({ role }) => role);
  const lacking = approvals.filter(({ role }) => !approved.includes(role));
  const [first] = [
    ...blockedBy.map(({ words }) => words),
    ...lacking.map(
      ({ role, why }) =>
        `it needs approval by ${describeRoles([role])}: ${why}`,
    ),
  ];
  return first === undefined
    ? null
    : `The policy changed while it waited, to ${policy.policy.name} ${
        policy.policy.version
      }, which does not let it go: ${first}${
        /[.!?]$/.test(first) ? '' : '.'
      } Submit the build again under a new build id to have it decided anew.`;
}

/** Looks at a held decision once more, under the policy in force now. */
export function heldOutcomeOf(
  held: HeldDecision,
  inForce: InForce,
  now: Date,
): HeldOutcome {
  const refusal = refusedByNewerPolicy(held, inForce);
  if (refusal) return { kind: 'refuse', words: refusal };
  const freeze = freezeOf(held, inForce.policy, now);
  return freeze
    ? { kind: 'hold', until: freeze.until, words: heldWords(freeze) }
    : {
        kind: 'release',
        words:
          'No freeze window holds it back any more; it goes out as soon as its target is free.',
      };
}
