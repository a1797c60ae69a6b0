import {
  BuildCase,
  DecisionRecord,
  DecisionSummary,
  ExternalOutcome,
  Page,
  RolloutReport,
  Submission,
  decide,
  openingState,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  DomainClock,
  digestOf,
} from '@adaptive-delivery/plugin-release-node';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import {
  DecisionFilter,
  DecisionStore,
  QuarantineStore,
  StoredDecision,
  SubmitResult,
} from '../database';
import {
  Caller,
  assertNotAhead,
  attestDecision,
  callerMay,
  callerMayOverride,
  firstDifference,
  quarantineWords,
} from '../domain';
import { PolicyInForce } from '../policy';
import { Approvals } from './Approvals';
import { Announce, announceDecision } from './announce';
import { BuildCases } from './BuildCases';
import { HeldReleases } from './HeldReleases';

type Deps = {
  store: DecisionStore;
  quarantine: QuarantineStore;
  policy: () => PolicyInForce;
  builds: BuildCases;
  heldReleases: Pick<HeldReleases, 'withheld'>;
  clock: DomainClock;
  approvals: Approvals;
  announce: Announce;
  /** null when no key is set. */
  attestor: Attestor | null;
};

/** Takes candidates, decides about them and keeps what comes of the decisions. */
export class DecisionService {
  constructor(private readonly deps: Deps) {}

  /**
   * Decides about a candidate, once per build and environment.
   *
   * @returns the decision, and whether it is new.
   * @throws ConflictError for a quarantined digest and for other content under
   * a build id that is taken, ContractError for a build from the future,
   * NotFoundError and InputError as `Places.find`.
   */
  async submit(
    submission: Submission,
    submittedBy: string,
  ): Promise<{ record: DecisionRecord; created: boolean }> {
    const { buildInfo, riskInputs } = submission;
    assertNotAhead(
      {
        'buildInfo.finishedAt': buildInfo.finishedAt,
        'riskInputs.collectedAt': riskInputs.collectedAt,
      },
      this.deps.clock.now(),
    );
    const contentDigest = digestOf(submission);
    const result = await this.open(submission, contentDigest, submittedBy);
    return this.toAnswer(result, submission, contentDigest, submittedBy);
  }

  /** What the database knows of a submission, whatever the catalog says. */
  private async findKnown({
    buildInfo,
    environment,
  }: Submission): Promise<SubmitResult | null> {
    const { store, quarantine, clock } = this.deps;
    const { component, buildId, artifacts } = buildInfo;
    const entry = await quarantine.findActive(
      artifacts.map(({ sha256 }) => sha256),
      clock.now(),
    );
    if (entry) return { kind: 'quarantined', entry };
    return store.findCandidate({ component, buildId, environment });
  }

  private async open(
    submission: Submission,
    contentDigest: string,
    submittedBy: string,
  ): Promise<SubmitResult> {
    const { attestor, builds, clock } = this.deps;
    const inForce = this.deps.policy();
    const now = clock.now();
    let build: BuildCase;
    try {
      build = await builds.of(submission, inForce, now);
    } catch (error) {
      // A retry must not depend on the catalog, nor a refusal on what it says.
      const known = await this.findKnown(submission);
      if (known) return known;
      throw error;
    }
    return this.deps.store.submit(
      { submission, contentDigest, submittedBy, now },
      history => {
        const decision = decide({
          ...build,
          contentDigest,
          policy: inForce.policy,
          policyDigest: inForce.digest,
          policyOrigin: inForce.origin,
          now,
          decisionId: randomUUID(),
          history,
        });
        return {
          decision,
          ...openingState(decision),
          statements: attestDecision(attestor, [submission], decision, now),
        };
      },
    );
  }

  private async toAnswer(
    result: SubmitResult,
    submission: Submission,
    contentDigest: string,
    submittedBy: string,
  ) {
    const { component, buildId, artifacts } = submission.buildInfo;
    if (result.kind === 'quarantined') {
      throw new ConflictError(quarantineWords(result.entry, artifacts));
    }
    if (result.kind === 'taken') throw new ConflictError(result.why);
    if (result.kind === 'known' && result.contentDigest !== contentDigest) {
      const path = firstDifference(result.submission, submission);
      throw new ConflictError(
        `Build ${buildId} of ${component} was submitted into ${submission.environment} before with other content: ${path} differs. A build id stands for one build; submit this one under an id of its own`,
      );
    }
    if (result.kind === 'created') {
      const { stored, superseded } = result;
      const opened = { id: stored.id, entities: [component] };
      for (const told of [opened, ...superseded]) {
        for (const entityRef of told.entities) {
          await this.deps.announce({
            entityRef,
            kind: 'decision',
            id: told.id,
          });
        }
      }
    }
    const stored =
      result.kind === 'created' ? result.stored : await this.stored(result.id);
    const caller: Caller = { kind: 'service', subject: submittedBy };
    return {
      record: { ...stored, may: callerMay(stored, caller, null) },
      created: result.kind === 'created',
    };
  }

  async list(filter: DecisionFilter): Promise<Page<DecisionSummary>> {
    return this.deps.store.list(filter);
  }

  /** @throws NotFoundError */
  async get(id: string, caller: Caller): Promise<DecisionRecord> {
    const stored = await this.stored(id);
    if (stored.releaseAfter !== null && caller.kind === 'user') {
      const withheld = await this.deps.heldReleases.withheld(stored, caller);
      return {
        ...stored,
        may: callerMayOverride(withheld),
      };
    }
    const asked =
      stored.state === 'awaitingApproval' && caller.kind === 'user'
        ? await this.deps.approvals.ask(stored, caller)
        : null;
    return {
      ...stored,
      may: callerMay(stored, caller, asked && asked.answer),
      ...(asked && { authors: asked.authors }),
    };
  }

  private async stored(id: string): Promise<StoredDecision> {
    const stored = await this.deps.store.find(id);
    if (!stored) throw new NotFoundError(`There is no decision ${id}`);
    return stored;
  }

  /** @throws NotFoundError */
  async report(id: string, report: RolloutReport): Promise<void> {
    const { store, clock } = this.deps;
    const result = await store.report(id, report, clock.now());
    if (!result) throw new NotFoundError(`There is no decision ${id}`);
    if (result.changed) {
      await announceDecision(this.deps.announce, await this.stored(id));
    }
  }

  /**
   * Keeps how a release turned out that the portal did not drive.
   *
   * @throws NotFoundError, ConflictError when the decision is not open for it,
   * ContractError for an outcome from the future.
   */
  async recordOutcome(
    id: string,
    outcome: ExternalOutcome,
    by: string,
  ): Promise<DecisionRecord> {
    const { store, clock } = this.deps;
    assertNotAhead({ at: outcome.at }, clock.now());
    const result = await store.recordOutcome(id, outcome, by, clock.now());
    if (result === 'missing') {
      throw new NotFoundError(`There is no decision ${id}`);
    }
    const record = await this.get(id, { kind: 'service', subject: by });
    if (result === 'notOpen') {
      throw new ConflictError(
        `Decision ${id} takes no outcome from outside, it is ${record.state}: ${record.stateReason}`,
      );
    }
    if (result === 'recorded') {
      await announceDecision(this.deps.announce, record);
    }
    return record;
  }
}
