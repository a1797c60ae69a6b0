import { z } from 'zod';
import { analysisProfile, metricLabels } from './analysis';
import { freezeFinding, freezeOverride } from './freeze';
import {
  artifactName,
  enforcementMode,
  entityRef,
  environmentName,
  gitCommit,
  identifier,
  operatingSystem,
  percent,
  riskBand,
  schemaVersion,
  seconds,
  sha256,
  share,
  strategyName,
  targetRef,
  text,
  utcTime,
  uuid,
  withoutControls,
} from './primitives';
import { vexFinding } from './vex';

/** How much of the target the candidate gets in one step. */
export const exposure = z.strictObject({
  kind: z.enum(['weight', 'cohort', 'slot', 'batch']),
  percent,
  /** Name of the cohort or slot. */
  name: text(100).optional(),
});
export type Exposure = z.infer<typeof exposure>;

export const planStep = z.strictObject({
  exposure,
  /** A promote verdict counts only after this long in the step. */
  bakeSeconds: seconds,
  /** Time between two looks; a rollback verdict counts at any look. */
  lookEverySeconds: z.number().min(1),
  /** After this many looks without a promote verdict a person is asked. */
  maxLooks: z.int().min(1).max(1000),
  /** Samples (as the profile counts them) the candidate must have had. */
  minSamples: z.int().min(0),
});
export type PlanStep = z.infer<typeof planStep>;

export const targetPlan = z.strictObject({
  /** Whose artifacts it releases; of a bundle only, which has several parts. */
  component: entityRef.optional(),
  target: targetRef,
  os: operatingSystem,
  strategy: strategyName,
  steps: z.array(planStep).max(50),
  /** Label matchers that single out the component's series. */
  metricLabels,
  analysis: analysisProfile,
  /** With `freeze` a bad verdict stops the rollout where it is and asks a person. */
  onBadVerdict: z.enum(['rollback', 'freeze']),
  /** How long the digests are quarantined once they are rolled back. */
  coolDownHours: z.number().min(0).max(87_600),
});
export type TargetPlan = z.infer<typeof targetPlan>;

export const decisionFactor = z.strictObject({
  feature: text(100),
  value: z
    .union([z.number(), withoutControls.max(500), z.boolean()])
    .nullable(),
  /** Points of the score; all contributions sum to `riskScore` exactly. */
  contribution: z.number(),
  words: text(500),
});
export type DecisionFactor = z.infer<typeof decisionFactor>;

export const requiredApproval = z.strictObject({
  /** Who may give it: the owner of the component, the SREs or security. */
  role: z.enum(['owner', 'sre', 'security']),
  /** Whose owner, in a bundle: another part's owner cannot answer for it. */
  component: entityRef.optional(),
  why: text(500),
});
export type RequiredApproval = z.infer<typeof requiredApproval>;

/** Who may approve beside holding the role; see `whoMayApprove`. */
export const fourEyes = z.strictObject({
  /** Whoever wrote a commit of the change cannot approve it. */
  authorCannotApprove: z.boolean(),
  /** Two roles that are asked for are given by two people. */
  distinctPeople: z.boolean(),
  /**
   * What follows from an author whom the catalog does not know: only somebody
   * whose own e-mail is known and differs approves, nobody does, or it is let
   * pass.
   */
  unknownAuthors: z.enum(['compareAddress', 'block', 'allow']),
});
export type FourEyes = z.infer<typeof fourEyes>;

export const givenApproval = z.strictObject({
  role: z.enum(['owner', 'sre', 'security']),
  /** Whose owner, in a bundle. */
  component: entityRef.optional(),
  decision: z.enum(['approve', 'reject']),
  by: entityRef,
  reason: text(2000),
  at: utcTime,
  /** Where it was given: `portal`, `slack`, `github` or another channel. */
  via: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower case, such as slack')
    .optional(),
});
export type GivenApproval = z.infer<typeof givenApproval>;

export const gateFinding = z.strictObject({
  gate: identifier,
  words: text(1000),
  /** What would lift it. */
  liftedBy: text(1000),
});
export type GateFinding = z.infer<typeof gateFinding>;

const candidateArtifacts = z
  .array(z.strictObject({ name: artifactName, os: operatingSystem, sha256 }))
  .min(1);

/** One build of a bundle, with those of its artifacts that are released. */
export const candidatePart = z.strictObject({
  component: entityRef,
  buildId: identifier,
  version: text(100),
  commit: gitCommit,
  artifacts: candidateArtifacts,
});
export type CandidatePart = z.infer<typeof candidatePart>;

/**
 * What is released. A bundle names itself by its manifest: `component` is the
 * manifest's or else the first part's, `buildId` the id of the manifest,
 * `commit` the first part's, and `artifacts` are those of all parts.
 */
export const candidate = z.strictObject({
  component: entityRef,
  buildId: identifier,
  version: text(100),
  commit: gitCommit,
  commitMessage: text(500).optional(),
  environment: environmentName,
  artifacts: candidateArtifacts,
  /** The builds of a bundle, in the order of the manifest. */
  parts: z.array(candidatePart).min(1).max(100).optional(),
  /** What made several builds one release, by its RFC 8785 digest. */
  manifest: z
    .strictObject({ manifestId: identifier, name: text(100), sha256 })
    .optional(),
});
export type Candidate = z.infer<typeof candidate>;

export const shadowDecision = z.strictObject({
  challenger: text(200),
  riskScore: percent,
  band: riskBand,
  strategy: strategyName,
});

/** Logged only, driving a share of the decisions, or driving all of them. */
export const modelMode = z.enum(['shadow', 'canary', 'enforced']);

const scoreAndBand = z.strictObject({ riskScore: percent, band: riskBand });

/** What a model said about the candidate, beside the factors of the policy. */
export const modelOpinion = z.strictObject({
  name: text(100),
  /** Null when it is not known, because it did not answer. */
  version: text(100).nullable(),
  mode: modelMode,
  /** Whether the score is the model's; then a factor says by how much. */
  drives: z.boolean(),
  /** Anything but `answered` leaves the decision to the factors alone. */
  outcome: z.enum([
    'answered',
    'late',
    'failed',
    'outOfRange',
    'missingFeatures',
    'otherVersion',
    'notInstalled',
    'notAsked',
  ]),
  /** Calibrated; null when it did not answer. */
  probability: share.nullable(),
  /** The score it makes; null when it did not answer. */
  says: scoreAndBand.nullable(),
  /** The score that the factors make alone. */
  heuristic: scoreAndBand,
  words: text(1000),
});
export type ModelOpinion = z.infer<typeof modelOpinion>;

/** What was decided for one candidate in one environment, and why. */
export const riskDecision = z.strictObject({
  schemaVersion,
  decisionId: uuid,
  decidedAt: utcTime,
  candidate,
  /** RFC 8785 digest of the submission {buildInfo, riskInputs, environment}. */
  contentDigest: sha256,
  riskScore: percent,
  band: riskBand,
  /** Of a bundle, how risky each part is by itself; the riskiest sets the band. */
  parts: z
    .array(
      z.strictObject({
        component: entityRef,
        riskScore: percent,
        band: riskBand,
      }),
    )
    .max(100)
    .optional(),
  strategy: strategyName,
  plan: z.array(targetPlan),
  enforcement: enforcementMode,
  approvals: z.strictObject({
    required: z.array(requiredApproval),
    given: z.array(givenApproval),
    expiresAt: utcTime.optional(),
    /** As the policy had it when the decision was made; none when left out. */
    fourEyes: fourEyes.optional(),
  }),
  factors: z.array(decisionFactor),
  missingEvidence: z.array(
    z.strictObject({ feature: text(100), words: text(500) }),
  ),
  blockedBy: z.array(gateFinding),
  /** Per vulnerability for which a VEX statement was sent or claimed. */
  vex: z.array(vexFinding).max(10_000).optional(),
  freeze: freezeFinding.optional(),
  freezeOverride: freezeOverride.optional(),
  policy: z.strictObject({
    name: text(100),
    version: text(100),
    digest: sha256,
    /** Commit and repository, when the bundle is kept in Git. */
    commit: gitCommit.optional(),
    source: text(2000).optional(),
  }),
  model: modelOpinion.nullable(),
  shadowDecisions: z.array(shadowDecision),
});
export type RiskDecision = z.infer<typeof riskDecision>;
