import { RiskDecision } from '../contracts';
import { BundleSubmission } from '../api';
import { BuildCase, Floor, assess, lessAutomatic } from './assess';
import { bundleCandidate } from './bundleParts';
import { DecisionFrame, composeDecision } from './composeDecision';
import { AssessedPart, joinAssessments } from './joinAssessments';
import { riskierBand } from './score';

export type DecideBundleInput = DecisionFrame & {
  manifest: BundleSubmission['manifest'];
  /** RFC 8785 digest of the manifest. */
  manifestDigest: string;
  /** In the order of the manifest, as `partsOfBundle` gives them. */
  parts: readonly BuildCase[];
};

/**
 * Decides how several builds are released as one. The riskiest part sets the
 * score and the band; each part is planned, and its approvals are asked for, at
 * that band at least and in the mode that is the least automatic of all. Pure.
 *
 * @throws UnknownProfileError when the policy lacks an analysis profile.
 */
export function decideBundle(input: DecideBundleInput): RiskDecision {
  const { policy, manifest, parts } = input;
  const { contentDigest } = input;
  const alone = parts.map(part => assess(policy, { contentDigest, ...part }));
  const floor = alone.reduce<Floor>(
    (least, { band, enforcement, approvalBand }) => ({
      band: riskierBand(least.band, band),
      enforcement: lessAutomatic(least.enforcement, enforcement),
      approvalBand: riskierBand(least.approvalBand ?? 'low', approvalBand),
    }),
    { band: 'low', enforcement: 'enforced', approvalBand: 'low' },
  );
  const assessed = parts.map(
    (part): AssessedPart => ({
      component: part.submission.buildInfo.component,
      version: part.submission.buildInfo.version,
      assessment: assess(policy, { contentDigest, ...part }, floor),
    }),
  );
  return composeDecision(
    input,
    bundleCandidate(
      manifest,
      input.manifestDigest,
      parts.map(({ submission }) => submission),
    ),
    joinAssessments(manifest, assessed),
  );
}
