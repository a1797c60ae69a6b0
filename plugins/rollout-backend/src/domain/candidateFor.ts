import {
  Candidate,
  TargetPlan,
} from '@adaptive-delivery/plugin-release-common';

/**
 * What of a candidate one plan releases: the artifacts of its system, and of a
 * bundle those of its part alone. The manifest stays, so that whoever reads of
 * it knows what it was part of.
 *
 * @throws Error for a plan that is about nothing in the candidate.
 */
export function candidateFor(whole: Candidate, plan: TargetPlan): Candidate {
  const { parts, ...alone } = whole;
  const part = plan.component
    ? parts?.find(({ component }) => component === plan.component)
    : alone;
  const artifacts = (part?.artifacts ?? []).filter(({ os }) => os === plan.os);
  if (!part || artifacts.length === 0) {
    throw new Error(
      `The plan for ${plan.target} releases ${plan.os} artifacts of ${
        plan.component ?? whole.component
      }, but the candidate has none`,
    );
  }
  return {
    ...part,
    environment: whole.environment,
    ...(whole.manifest && { manifest: whole.manifest }),
    artifacts,
  };
}
