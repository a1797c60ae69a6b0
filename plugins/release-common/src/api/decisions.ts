import { z } from 'zod';
import {
  BuildInfo,
  GivenApproval,
  IntegrationManifest,
  RiskDecision,
  RiskInputs,
  buildInfo,
  riskInputs,
} from '../contracts';
import {
  EnforcementMode,
  RiskBand,
  StrategyName,
  entityRef,
  environmentName,
  sha256,
  text,
  utcTime,
  uuid,
} from '../contracts/primitives';
import { DecisionState } from '../domain';
import { givenApproval } from '../contracts/riskDecision';
import { BuildDocuments, differencesWithin } from './sameBuild';

/** Body of `POST /v1/candidates`. */
export const submission = z
  .strictObject({ buildInfo, riskInputs, environment: environmentName })
  .check(context => {
    for (const difference of differencesWithin(context.value)) {
      context.issues.push({ code: 'custom', ...difference });
    }
  });
export type Submission = z.infer<typeof submission>;

/** Body of `POST /v1/decisions/{id}/approvals`. */
export const approvalRequest = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  reason: text(2000),
  /** Revision the person saw; an approval of an older one is refused with 409. */
  revision: z.int().min(0),
  /**
   * For somebody who holds several of the roles and may give only one; the
   * first of them when left out.
   */
  role: givenApproval.shape.role.optional(),
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;
/** Body of `POST /v1/decisions/{id}/override`. */
export const overrideRequest = z.strictObject({
  reason: text(2000),
  /** Revision the person saw; an override of an older one is refused with 409. */
  revision: z.int().min(0),
});
export type OverrideRequest = z.infer<typeof overrideRequest>;
export type GivenApprovalRecord = z.infer<typeof givenApproval>;

/**
 * What act tells decide about a rollout, under a stable key. Body of
 * `POST /v1/decisions/{id}/rollout-reports`, service principals only.
 */
export const rolloutReport = z.strictObject({
  key: text(200),
  rolloutId: uuid,
  kind: z.enum([
    'started',
    'promoted',
    'rolledBack',
    'rollbackFailed',
    'frozen',
    'refused',
  ]),
  words: text(2000),
  at: utcTime,
});
export type RolloutReport = z.infer<typeof rolloutReport>;

/** How a release that the portal did not drive turned out. */
export const externalOutcome = z.strictObject({
  outcome: z.enum(['promoted', 'rolledBack']),
  words: text(2000),
  at: utcTime,
});
export type ExternalOutcome = z.infer<typeof externalOutcome>;

/** A digest that may not be released until `until`. */
export const quarantineEntry = z.strictObject({
  sha256,
  component: text(200),
  reason: text(2000),
  since: utcTime,
  until: utcTime,
  incidentId: uuid.nullable(),
  by: text(200),
});
export type QuarantineEntry = z.infer<typeof quarantineEntry>;

/** Body of `POST /v1/quarantine`; from people and, through the outbox, from act. */
export const quarantineRequest = z.strictObject({
  key: text(200),
  sha256: z.array(sha256).min(1).max(200),
  component: entityRef,
  reason: text(2000),
  since: utcTime,
  until: utcTime,
  incidentId: uuid.nullable(),
});
export type QuarantineRequest = z.infer<typeof quarantineRequest>;

/** Body of `DELETE /v1/quarantine/{sha256}`. */
export const quarantineLift = z.strictObject({ reason: text(2000) });

export type DecisionSummary = {
  id: string;
  state: DecisionState;
  /** Why it is in this state, in words. */
  stateReason: string;
  /** When a queued one goes out, if a freeze window holds it back. */
  releaseAfter: string | null;
  /** Raised by every change; sent back with an approval. */
  revision: number;
  entityRef: string;
  environment: string;
  version: string;
  buildId: string;
  commit: string;
  commitMessage: string | null;
  riskScore: number;
  band: RiskBand;
  strategy: StrategyName;
  enforcement: EnforcementMode;
  /** Whether model and factors put it into different bands; absent when no model answered. */
  modelDisagrees?: boolean;
  requiredRoles: string[];
  givenRoles: string[];
  /** Who answered, each once, in the order of their answers. */
  answeredBy?: string[];
  createdAt: string;
  updatedAt: string;
  rolloutIds: string[];
  /** The builds of a bundle, in the order of its manifest. */
  parts?: Array<{ component: string; version: string }>;
};

export type DecisionRecord = DecisionSummary & {
  decision: RiskDecision;
  /** Of a bundle, those of its first part. */
  buildInfo: BuildInfo;
  riskInputs: RiskInputs;
  /** What a bundle was submitted with, its builds in the order of the manifest. */
  bundle?: { manifest: IntegrationManifest; builds: BuildDocuments[] };
  /** What the caller may do with it now. */
  may: {
    approve: boolean;
    reject: boolean;
    why: string;
    /** Release in spite of the freeze window that holds it back. */
    override?: boolean;
    /** Per role that is asked for; only while the decision waits. */
    roles?: RoleAnswer[];
  };
  /** Who wrote the change, as far as it is known; only while it waits. */
  authors?: ChangeAuthor[];
};

/** Whether a person can give one of the roles that are asked for. */
export type RoleAnswer = {
  role: GivenApproval['role'];
  /** Whose owner, in a bundle. */
  component?: string;
  given: boolean;
  may: boolean;
  why: string;
};

/** Somebody who wrote a commit of a change. */
export type ChangeAuthor = {
  /** As the commit has it. */
  name: string;
  /** Lower case; null when the build does not say. */
  email: string | null;
  /** Users of the catalog with this e-mail; empty when there is none. */
  refs: string[];
};

/** Answer of `GET /v1/decisions/{id}/gate`. */
export type GateAnswer = {
  answer: 'proceed' | 'hold' | 'rejected';
  decisionId: string;
  state: DecisionState;
  words: string;
  /** In shadow mode, what an enforced decision would have answered. */
  wouldHave?: 'proceed' | 'hold' | 'rejected';
  /** Where a person reads more. */
  url: string;
};

export type Page<T> = { items: T[]; nextCursor: string | null };
