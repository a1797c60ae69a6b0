import {
  ApprovalRequest,
  DecisionRecord,
  DecisionSummary,
  ExternalOutcome,
  Page,
  Places as ReleasePlaces,
  RolloutReport,
  Submission,
  decide,
  openingState,
  systemsOf,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock, digestOf } from '@adaptive-delivery/plugin-release-node';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import {
  DecisionFilter,
  DecisionStore,
  QuarantineStore,
  StoredDecision,
  SubmitResult,
} from '../database';
import {
  Approvers,
  Caller,
  approvalAnswerFor,
  callerMay,
  firstDifference,
  quarantineWords,
} from '../domain';
import { PolicyInForce } from '../policy';
import { Announce } from './announce';
import { Places } from './Places';
import { checkProfiles } from './checkProfiles';

type Person = Extract<Caller, { kind: 'user' }>;

type Deps = {
  store: DecisionStore;
  quarantine: QuarantineStore;
  policy: () => PolicyInForce;
  places: Places;
  clock: DomainClock;
  approvers: Approvers;
  announce: Announce;
};

/** Takes candidates, decides about them and keeps what comes of the decisions. */
export class DecisionService {
  constructor(private readonly deps: Deps) {}

  /**
   * Decides about a candidate, once per build and environment.
   *
   * @returns the decision, and whether it is new.
   * @throws ConflictError for a quarantined digest and for other content under
   * a build id that is taken, NotFoundError and InputError as `Places.find`.
   */
  async submit(
    submission: Submission,
    submittedBy: string,
  ): Promise<{ record: DecisionRecord; created: boolean }> {
    const { store, quarantine, places, clock } = this.deps;
    const { component, buildId, artifacts } = submission.buildInfo;
    const contentDigest = digestOf(submission);

    // Before the catalog is asked, so that a retry does not depend on it.
    const entry = await quarantine.findActive(
      artifacts.map(({ sha256 }) => sha256),
      clock.now(),
    );
    if (entry) throw new ConflictError(quarantineWords(entry, artifacts));
    const { environment } = submission;
    const known = await store.findCandidate({
      component,
      buildId,
      environment,
    });
    const result =
      known ??
      (await this.open(
        submission,
        contentDigest,
        submittedBy,
        await places.find({
          component,
          environment,
          systems: systemsOf(submission.buildInfo),
        }),
      ));
    return this.toAnswer(result, submission, contentDigest, submittedBy);
  }

  private async open(
    submission: Submission,
    contentDigest: string,
    submittedBy: string,
    places: ReleasePlaces,
  ): Promise<SubmitResult> {
    const { policy, digest, origin } = this.deps.policy();
    checkProfiles(policy, submission.buildInfo.component, places);
    const now = this.deps.clock.now();
    return this.deps.store.submit(
      { submission, contentDigest, submittedBy, now },
      history => {
        const decision = decide({
          places,
          submission,
          contentDigest,
          policy,
          policyDigest: digest,
          policyOrigin: origin,
          now,
          decisionId: randomUUID(),
          history,
        });
        return { decision, ...openingState(decision) };
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
    if (result.kind === 'known' && result.contentDigest !== contentDigest) {
      const path = firstDifference(result.submission, submission);
      throw new ConflictError(
        `Build ${buildId} of ${component} was submitted into ${submission.environment} before with other content: ${path} differs. A build id stands for one build; submit this one under an id of its own`,
      );
    }
    if (result.kind === 'created') {
      for (const id of [result.id, ...result.superseded]) {
        await this.deps.announce({
          entityRef: component,
          kind: 'decision',
          id,
        });
      }
    }
    const record = await this.get(result.id, {
      kind: 'service',
      subject: submittedBy,
    });
    return { record, created: result.kind === 'created' };
  }

  async list(filter: DecisionFilter): Promise<Page<DecisionSummary>> {
    return this.deps.store.list(filter);
  }

  /** @throws NotFoundError */
  async get(id: string, caller: Caller): Promise<DecisionRecord> {
    const stored = await this.stored(id);
    const waits = stored.state === 'awaitingApproval';
    const owner =
      waits && caller.kind === 'user'
        ? await this.deps.places.ownerOf(stored.entityRef)
        : null;
    return {
      ...stored,
      may: callerMay(stored, caller, owner, this.deps.approvers),
    };
  }

  private async stored(id: string): Promise<StoredDecision> {
    const stored = await this.deps.store.find(id);
    if (!stored) throw new NotFoundError(`There is no decision ${id}`);
    return stored;
  }

  /**
   * A person approves or rejects.
   *
   * @throws NotAllowedError saying why the person cannot, ConflictError when
   * the decision changed since, does not wait, or may not go out any more.
   */
  async answer(
    id: string,
    request: ApprovalRequest,
    person: Person,
  ): Promise<DecisionRecord> {
    const stored = await this.stored(id);
    const result = await this.deps.store.answer({
      id,
      revision: request.revision,
      decision: request.decision,
      roles: await this.rolesFor(stored, request, person),
      by: person.ref,
      reason: request.reason,
      now: this.deps.clock.now(),
    });
    switch (result.kind) {
      case 'done':
        break;
      case 'stale':
        throw new ConflictError(
          `The decision changed since you saw it (revision ${request.revision}, now ${result.revision}); look at it again`,
        );
      case 'notWaiting':
        throw new ConflictError(
          `The decision does not wait for approval, it is ${result.state}: ${result.reason}`,
        );
      case 'expired':
        throw new ConflictError(
          `The decision could be answered until ${result.expiresAt}; submit the build again under a new build id`,
        );
      default:
        throw new ConflictError(
          quarantineWords(result.entry, stored.decision.candidate.artifacts),
        );
    }
    await this.announceDecision(stored);
    return this.get(id, person);
  }

  private async rolesFor(
    stored: StoredDecision,
    request: ApprovalRequest,
    person: Person,
  ) {
    const { approvers, places } = this.deps;
    const approves = request.decision === 'approve';
    if (approves ? !person.mayApprove : !person.mayReject) {
      throw new NotAllowedError(
        `You do not have the permission release.decision.${request.decision}; ask whoever keeps adaptiveDelivery.roles`,
      );
    }
    const owner = await places.ownerOf(stored.entityRef);
    const answer = approvalAnswerFor(stored.decision, person, owner, approvers);
    if (approves) {
      // What changed since the person looked is told as a conflict instead.
      const isCurrent =
        stored.revision === request.revision &&
        stored.state === 'awaitingApproval';
      if (answer.approvesAs.length === 0 && isCurrent) {
        throw new NotAllowedError(answer.why);
      }
      return answer.approvesAs;
    }
    if (!answer.rejectsAs) throw new NotAllowedError(answer.why);
    return [answer.rejectsAs];
  }

  /** @throws NotFoundError */
  async report(id: string, report: RolloutReport): Promise<void> {
    const { store, clock } = this.deps;
    const result = await store.report(id, report, clock.now());
    if (!result) throw new NotFoundError(`There is no decision ${id}`);
    if (result.changed) await this.announceDecision(await this.stored(id));
  }

  /**
   * Keeps how a release turned out that the portal did not drive.
   *
   * @throws NotFoundError, ConflictError when the decision is not open for it.
   */
  async recordOutcome(
    id: string,
    outcome: ExternalOutcome,
    by: string,
  ): Promise<DecisionRecord> {
    const { store, clock } = this.deps;
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
    if (result === 'recorded') await this.announceDecision(record);
    return record;
  }

  private async announceDecision(of: { id: string; entityRef: string }) {
    await this.deps.announce({
      entityRef: of.entityRef,
      kind: 'decision',
      id: of.id,
    });
  }
}
