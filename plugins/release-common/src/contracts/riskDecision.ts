import { z } from 'zod';
import { analysisProfile, metricLabels } from './analysis';
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
} from './primitives';

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
  value: z.union([z.number(), z.string().max(500), z.boolean()]).nullable(),
  /** Points of the score; all contributions sum to `riskScore` exactly. */
  contribution: z.number(),
  words: text(500),
});
export type DecisionFactor = z.infer<typeof decisionFactor>;

export const requiredApproval = z.strictObject({
  /** Who may give it: the owner of the component, the SREs or security. */
  role: z.enum(['owner', 'sre', 'security']),
  why: text(500),
});
export type RequiredApproval = z.infer<typeof requiredApproval>;

export const givenApproval = z.strictObject({
  role: z.enum(['owner', 'sre', 'security']),
  decision: z.enum(['approve', 'reject']),
  by: entityRef,
  reason: text(2000),
  at: utcTime,
});
export type GivenApproval = z.infer<typeof givenApproval>;

export const gateFinding = z.strictObject({
  gate: identifier,
  words: text(1000),
  /** What would lift it. */
  liftedBy: text(1000),
});
export type GateFinding = z.infer<typeof gateFinding>;

export const candidate = z.strictObject({
  component: entityRef,
  buildId: identifier,
  version: text(100),
  commit: gitCommit,
  commitMessage: text(500).optional(),
  environment: environmentName,
  artifacts: z
    .array(z.strictObject({ name: artifactName, os: operatingSystem, sha256 }))
    .min(1),
});
export type Candidate = z.infer<typeof candidate>;

export const shadowDecision = z.strictObject({
  challenger: text(200),
  riskScore: percent,
  band: riskBand,
  strategy: strategyName,
});

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
  strategy: strategyName,
  plan: z.array(targetPlan),
  enforcement: enforcementMode,
  approvals: z.strictObject({
    required: z.array(requiredApproval),
    given: z.array(givenApproval),
    expiresAt: utcTime.optional(),
  }),
  factors: z.array(decisionFactor),
  missingEvidence: z.array(
    z.strictObject({ feature: text(100), words: text(500) }),
  ),
  blockedBy: z.array(gateFinding),
  policy: z.strictObject({
    name: text(100),
    version: text(100),
    digest: sha256,
  }),
  model: z
    .strictObject({
      name: text(100),
      version: text(100),
      probability: share,
      mode: z.enum(['shadow', 'canary', 'enforced']),
    })
    .nullable(),
  shadowDecisions: z.array(shadowDecision),
});
export type RiskDecision = z.infer<typeof riskDecision>;
