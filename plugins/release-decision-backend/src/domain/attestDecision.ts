import {
  BuildInfo,
  RiskDecision,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  SignedStatement,
} from '@adaptive-delivery/plugin-release-node';

type Artifacts = ReadonlyArray<{ name: string; sha256: string }>;

const subjectOf = (artifacts: Artifacts) =>
  artifacts.map(({ name, sha256 }) => ({ name, sha256 }));

/**
 * Signs what a decision was made of: each build, the evidence about it, and
 * the decision, which names the evidence of every part.
 *
 * @param parts - one, or those of a bundle in its order
 * @returns null when no key is set or none is to be used now.
 */
export function attestDecision(
  attestor: Attestor | null,
  parts: ReadonlyArray<{ buildInfo: BuildInfo; riskInputs: RiskInputs }>,
  decision: RiskDecision,
  now: Date,
): SignedStatement[] | null {
  const about = { previous: [], signedAt: now };
  const evidence = parts.map(({ buildInfo, riskInputs }) => {
    const subject = subjectOf(buildInfo.artifacts);
    return attestor?.signChain([
      { ...about, kind: 'build-info', subject, content: buildInfo },
      { ...about, kind: 'risk-inputs', subject, content: riskInputs },
    ]);
  });
  const signed = attestor?.sign({
    ...about,
    kind: 'risk-decision',
    subject: subjectOf(decision.candidate.artifacts),
    previous: evidence.flatMap(chain =>
      (chain?.slice(-1) ?? []).map(({ predicateType, sha256 }) => ({
        predicateType,
        sha256,
      })),
    ),
    content: decision,
  });
  return signed ? [...evidence.flatMap(chain => chain ?? []), signed] : null;
}
