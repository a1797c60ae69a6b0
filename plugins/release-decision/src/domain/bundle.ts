import {
  CandidatePart,
  DecisionRecord,
  RiskBand,
  TargetPlan,
} from '@adaptive-delivery/plugin-release-common';

/** One build of a bundle, as the decision treats it. */
export type PartRow = CandidatePart & {
  /** By itself; null in decisions that do not say. */
  risk: { score: number; band: RiskBand } | null;
  /** Whether it sets the score and the band of the whole. */
  isRiskiest: boolean;
  /** Where it goes; nowhere when the bundle is blocked. */
  plans: TargetPlan[];
};

/** The builds of a bundle in the order of its manifest; none of a single build. */
export function partRows({ decision }: DecisionRecord): PartRow[] {
  const { candidate, plan, band, riskScore, parts: risks = [] } = decision;
  const riskiest = risks.find(
    risk => risk.band === band && risk.riskScore === riskScore,
  );
  return (candidate.parts ?? []).map(part => {
    const risk = risks.find(({ component }) => component === part.component);
    return {
      ...part,
      risk: risk ? { score: risk.riskScore, band: risk.band } : null,
      isRiskiest: risk !== undefined && risk === riskiest,
      plans: plan.filter(({ component }) => component === part.component),
    };
  });
}

/**
 * A bundle as one of its parts sees it: with that part's version and build.
 * Any other decision as it is.
 */
export function partOf(
  record: DecisionRecord,
  entityRef: string,
): DecisionRecord {
  const part = record.decision.candidate.parts?.find(
    ({ component }) => component === entityRef,
  );
  const build = record.bundle?.builds.find(
    ({ buildInfo }) => buildInfo.component === entityRef,
  );
  if (!part || !build) return record;
  const { version, buildId, commit } = part;
  const { buildInfo, riskInputs } = build;
  return {
    ...record,
    entityRef,
    version,
    buildId,
    commit,
    commitMessage: buildInfo.commitMessage ?? null,
    buildInfo,
    riskInputs,
  };
}
