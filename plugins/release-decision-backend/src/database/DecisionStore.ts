import {
  ApprovalSeat,
  BuildInfo,
  BundleSubmission,
  DecisionRecord,
  DecisionState,
  DecisionSummary,
  ExternalOutcome,
  FreezeFinding,
  GivenApproval,
  Page,
  QuarantineEntry,
  ReleaseHistory,
  RiskDecision,
  RiskInputs,
  RolloutReport,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { SignedStatement } from '@adaptive-delivery/plugin-release-node';
import { PermissionCriteria } from '@backstage/plugin-permission-common';

/** A decision as it is kept; `decision.approvals.given` is up to date. */
export type StoredDecision = DecisionSummary & {
  decision: RiskDecision;
  buildInfo: BuildInfo;
  riskInputs: RiskInputs;
  bundle?: DecisionRecord['bundle'];
};

/** What makes a build unique in an environment. */
export type CandidateKey = {
  component: string;
  buildId: string;
  environment: string;
};

export type NewCandidate = {
  submission: Submission;
  contentDigest: string;
  submittedBy: string;
  now: Date;
};

/** A decision about to be stored, with the state it starts in. */
export type OpenedDecision = {
  decision: RiskDecision;
  state: DecisionState;
  reason: string;
  /** What is signed of it; null when nothing is. */
  statements?: readonly SignedStatement[] | null;
  /** When a queued one goes out, if a freeze window holds it back. */
  releaseAfter: string | null;
};

export type NewBundle = {
  submission: BundleSubmission;
  contentDigest: string;
  submittedBy: string;
  now: Date;
};

/** Decides about a bundle, from how earlier releases of each part turned out. */
export type BundleOpener = (
  histories: ReadonlyMap<string, ReleaseHistory | undefined>,
) => OpenedDecision;

/** What is kept of a submission, whichever it was. */
export type KeptSubmission = {
  key: CandidateKey;
  /** One, or those of a bundle in the order of its manifest. */
  builds: readonly BuildInfo[];
  submission: Submission | BundleSubmission;
  contentDigest: string;
  submittedBy: string;
  now: Date;
};

/** A decision that gave way to a newer one, with the entities it was about. */
export type Superseded = { id: string; entities: string[] };

/** What was submitted before under the same key, with this content. */
export type KnownCandidate = {
  kind: 'known';
  id: string;
  contentDigest: string;
  submission: Submission | BundleSubmission;
};

export type SubmitResult =
  | { kind: 'created'; stored: StoredDecision; superseded: Superseded[] }
  | KnownCandidate
  | { kind: 'quarantined'; entry: QuarantineEntry }
  /** The build is released in another shape; in words. */
  | { kind: 'taken'; why: string };

export type Answer = {
  id: string;
  /** The one the person saw. */
  revision: number;
  /** The one at which the seats were judged; anything newer is judged anew. */
  judgedAt: number;
  decision: 'approve' | 'reject';
  /** In which roles; of a bundle, for which part as owner. */
  seats: ApprovalSeat[];
  by: string;
  reason: string;
  /** `portal`, or the name of a channel. */
  via: string;
  /** The freeze window that would hold it back once it is approved. */
  freeze: FreezeFinding | null;
  now: Date;
};

export type AnswerResult =
  | { kind: 'done' }
  /** Somebody or something was faster; `since` are the answers given meanwhile. */
  | {
      kind: 'stale';
      revision: number;
      state: DecisionState;
      reason: string;
      since: GivenApproval[];
    }
  | { kind: 'notWaiting'; state: DecisionState; reason: string }
  | { kind: 'expired'; expiresAt: string }
  | { kind: 'quarantined'; entry: QuarantineEntry };

export type DecisionFilter = {
  entityRef?: string;
  environment?: string;
  state?: DecisionState;
  cursor?: string;
  limit: number;
  /** Only these, beside what is asked for. */
  criteria?: DecisionCriteria;
};

/** One condition on decisions that the database can tell by itself. */
export type DecisionCriterion =
  | { kind: 'componentIn'; refs: readonly string[] }
  /** No commit of the change is by one of these addresses, in lower case. */
  | { kind: 'notWrittenBy'; emails: readonly string[] }
  | { kind: 'riskBelow'; score: number };
export type DecisionCriteria = PermissionCriteria<DecisionCriterion>;

export type CommitQuery = {
  repoUrl: string;
  commit: string;
  environment?: string;
};

/** State of a decision and what its gate needs. */
export type GateView = Pick<
  StoredDecision,
  'id' | 'state' | 'stateReason' | 'releaseAfter' | 'entityRef' | 'decision'
> & {
  /** In force now for one of the digests. */
  quarantined: QuarantineEntry | null;
};

export type PendingNotice = StoredDecision & { attempts: number };

/**
 * Candidates, decisions and approvals. Every change is one transaction
 * together with its ledger row and the messages to the other backends.
 */
export interface DecisionStore {
  /** The submission that stands under a key; null when there is none. */
  findCandidate(key: CandidateKey): Promise<KnownCandidate | null>;

  /** The bundle that stands under the id of a manifest; null when there is none. */
  findBundle(key: {
    manifestId: string;
    environment: string;
  }): Promise<KnownCandidate | null>;

  /**
   * Stores a candidate and its decision.
   *
   * @param open - decides, from how earlier releases turned out
   */
  submit(
    candidate: NewCandidate,
    open: (history: ReleaseHistory | undefined) => OpenedDecision,
  ): Promise<SubmitResult>;

  /** Stores several builds that are released as one, and their decision. */
  submitBundle(bundle: NewBundle, open: BundleOpener): Promise<SubmitResult>;

  find(id: string): Promise<StoredDecision | null>;

  /** Those of the ids that exist, in no order. */
  findMany(ids: readonly string[]): Promise<StoredDecision[]>;

  /** About a commit of a repository, newest first. */
  findByCommit(query: CommitQuery, limit: number): Promise<StoredDecision[]>;

  /** Newest first. */
  list(filter: DecisionFilter): Promise<Page<DecisionSummary>>;

  answer(answer: Answer): Promise<AnswerResult>;

  /**
   * Takes what act says about a rollout, once per key.
   *
   * @returns whether the decision changed; null when there is none.
   */
  report(
    id: string,
    report: RolloutReport,
    now: Date,
  ): Promise<{ changed: boolean } | null>;

  /** How a release that the portal did not drive turned out. */
  recordOutcome(
    id: string,
    outcome: ExternalOutcome,
    by: string,
    now: Date,
  ): Promise<'recorded' | 'known' | 'notOpen' | 'missing'>;

  /** Ends decisions that nobody answered in time; gives their ids. */
  expire(now: Date): Promise<string[]>;

  gateViews(ids: readonly string[], now: Date): Promise<GateView[]>;

  /** Decisions whose approvers were not told yet, oldest first. */
  pendingNotices(limit: number, maxAttempts: number): Promise<PendingNotice[]>;
  noticeTried(id: string, told: boolean, now: Date): Promise<void>;
}
