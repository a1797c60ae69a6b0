import {
  ApprovalRequest,
  DecisionRecord,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { DecisionStore, StoredDecision } from '../database';
import { Caller, Person, conflictWords, freezeOf } from '../domain';
import { PolicyInForce } from '../policy';
import { Approvals } from './Approvals';
import { Announce, announceDecision } from './announce';

/** Takes what people answer, in the portal or elsewhere. */
export class AnswerService {
  constructor(
    private readonly deps: {
      store: DecisionStore;
      approvals: Approvals;
      policy: () => PolicyInForce;
      clock: DomainClock;
      announce: Announce;
      /** The decision as the person then sees it. */
      show: (id: string, caller: Caller) => Promise<DecisionRecord>;
    },
  ) {}

  /**
   * A person approves or rejects.
   *
   * @param via - `portal`, or the name of a channel
   * @throws NotFoundError, NotAllowedError saying why the person cannot,
   * ConflictError when the decision changed since, does not wait, or may not
   * go out any more.
   */
  async answer(
    id: string,
    request: ApprovalRequest,
    person: Person,
    via: string,
  ): Promise<DecisionRecord> {
    const { store, policy, clock, announce, show } = this.deps;
    const stored = await store.find(id);
    if (!stored) throw new NotFoundError(`There is no decision ${id}`);
    const { revision, decision, reason } = request;
    const now = clock.now();
    const result = await store.answer({
      id,
      revision,
      judgedAt: stored.revision,
      decision,
      seats: await this.seatsFor(stored, request, person),
      by: person.ref,
      reason,
      via,
      freeze: freezeOf(stored, policy().policy, now),
      now,
    });
    if (result.kind !== 'done') {
      const { artifacts } = stored.decision.candidate;
      throw new ConflictError(
        conflictWords(result, { revision, by: person.ref, artifacts }),
      );
    }
    await announceDecision(announce, stored);
    return show(id, person);
  }

  private async seatsFor(
    stored: StoredDecision,
    request: ApprovalRequest,
    person: Person,
  ) {
    const { reason, role, revision } = request;
    const { answer } = await this.deps.approvals.ask(stored, person, {
      reason,
      role,
    });
    const seats =
      request.decision === 'approve'
        ? answer.approvesSeats
        : answer.rejectsAs === null
        ? []
        : [{ role: answer.rejectsAs }];
    // What changed since the person looked is told as a conflict instead.
    const isCurrent =
      stored.revision === revision && stored.state === 'awaitingApproval';
    if (seats.length === 0 && isCurrent) {
      throw new NotAllowedError(
        request.decision === 'approve'
          ? answer.why
          : answer.whyNotReject ?? answer.why,
      );
    }
    return seats;
  }
}
