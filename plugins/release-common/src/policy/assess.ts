import {
  EnforcementMode,
  GateFinding,
  ModelOpinion,
  OperatingSystem,
  RequiredApproval,
  RiskBand,
  RiskDecision,
  TargetPlan,
  VexFinding,
} from '../contracts';
import { Submission } from '../api';
import { Places } from '../places';
import { ModelAnswer, consultModel } from './consultModel';
import { enforcementOf } from './enforcement';
import { Evidence, ReleaseHistory } from './evidence';
import { checkGates } from './gates';
import { planFor } from './plan';
import { Policy } from './schema';
import { RiskScore, riskierBand, scoreRisk } from './score';

/** One build, with what the portal knows about where it goes. */
export type BuildCase = {
  submission: Submission;
  /** Where the artifacts of each system go, from the entity. */
  places: Places;
  /** From the portal's own past; counts where the pipeline sends none. */
  history?: ReleaseHistory;
  /** What the portal made of the VEX statements; without it nothing is excused. */
  vex?: readonly VexFinding[];
  /** What the model said that the policy asks, if it asks one. */
  modelAnswer?: ModelAnswer;
  /** Draws the decisions that a model in canary mode drives. */
  contentDigest?: string;
};

/** How carefully a build is released at least, whatever it says by itself. */
export type Floor = {
  band: RiskBand;
  enforcement: EnforcementMode;
  /** Whose approvals are asked for at least; `band` unless given. */
  approvalBand?: RiskBand;
};

/** How it would have gone by the opinion that does not count. */
export type Challenger = {
  name: string;
  riskScore: number;
  band: RiskBand;
  plan: TargetPlan[];
};

/** What the policy makes of one build, before it is put into a decision. */
export type Assessment = RiskScore & {
  enforcement: EnforcementMode;
  blockedBy: GateFinding[];
  /** What is asked for, reason by reason. */
  approvals: RequiredApproval[];
  /** One per system, the hardest to take back first. */
  plan: TargetPlan[];
  /** Whose approvals are asked for: of model and factors the riskier. */
  approvalBand: RiskBand;
  model: ModelOpinion | null;
  challengers: Challenger[];
  /** Of a bundle, each part by itself. */
  parts?: RiskDecision['parts'];
  /** As the evidence has it; freeze windows may let a fix pass. */
  isFix?: boolean;
  vex?: readonly VexFinding[];
};

/** From the system that is hardest to take back to the easiest. */
const MOST_CAREFUL_FIRST: readonly OperatingSystem[] = [
  'arm',
  'windows',
  'linux',
];

/** The systems that a build has artifacts for, the hardest to take back first. */
export function systemsOf(build: {
  artifacts: ReadonlyArray<{ os: OperatingSystem }>;
}): OperatingSystem[] {
  return MOST_CAREFUL_FIRST.filter(os =>
    build.artifacts.some(item => item.os === os),
  );
}

const LEAST_AUTOMATIC_FIRST: readonly EnforcementMode[] = [
  'shadow',
  'advisory',
  'enforced',
];

/** The mode in which the portal does less by itself. */
export function lessAutomatic(
  a: EnforcementMode,
  b: EnforcementMode,
): EnforcementMode {
  return LEAST_AUTOMATIC_FIRST.find(mode => mode === a || mode === b) ?? a;
}

function plansFor(
  { submission, places }: BuildCase,
  options: { policy: Policy; evidence: Evidence; band: RiskBand },
): TargetPlan[] {
  return systemsOf(submission.buildInfo).map(os => {
    const place = places[os];
    if (!place) {
      throw new Error(
        `No target is given for the ${os} artifacts of ${submission.buildInfo.component}`,
      );
    }
    return planFor({ ...options, os, ...place });
  });
}

function approvalsFor(
  policy: Policy,
  asked: readonly RequiredApproval[],
  { band, enforcement }: Pick<Floor, 'band' | 'enforcement'>,
): RequiredApproval[] {
  const byBand = policy.approvals.byBand[band].map(role => ({
    role,
    why: `The risk is ${band}`,
  }));
  const advisory = policy.approvals.advisory.map(role => ({
    role,
    why: 'Advisory mode: nothing goes out without approval',
  }));
  return [...asked, ...byBand, ...(enforcement === 'advisory' ? advisory : [])];
}

/**
 * What a policy makes of one build. Pure.
 *
 * @throws UnknownProfileError when the policy lacks the analysis profile.
 */
export function assess(
  policy: Policy,
  build: BuildCase,
  floor?: Floor,
): Assessment {
  const { submission, history, vex } = build;
  const { unratedCountsAs } = policy.vulnerabilities;
  const evidence: Evidence = { submission, history, vex, unratedCountsAs };
  const heuristic = scoreRisk(policy, evidence);
  const { risk, model, challenger } = consultModel(
    policy,
    heuristic,
    build.modelAnswer,
    build.contentDigest,
  );
  const gates = checkGates(policy, evidence);
  const own = enforcementOf(policy, evidence);
  const enforcement = floor ? lessAutomatic(own, floor.enforcement) : own;
  // A model may lower the band a build is planned by, never who has to approve.
  const approvalBand = [
    heuristic.band,
    risk.band,
    floor?.approvalBand ?? floor?.band ?? risk.band,
  ].reduce(riskierBand);
  const planAs = (band: RiskBand) =>
    plansFor(build, {
      policy,
      evidence,
      band: gates.planAs.reduce(riskierBand, band),
    });
  return {
    ...risk,
    enforcement,
    blockedBy: gates.blockedBy,
    approvalBand,
    approvals: approvalsFor(policy, gates.approvals, {
      band: approvalBand,
      enforcement,
    }),
    isFix: submission.riskInputs.change?.isFix,
    vex,
    plan: planAs(floor ? riskierBand(risk.band, floor.band) : risk.band),
    model,
    challengers: challenger
      ? [
          {
            name: challenger.name,
            riskScore: challenger.risk.riskScore,
            band: challenger.risk.band,
            plan: planAs(challenger.risk.band),
          },
        ]
      : [],
  };
}
