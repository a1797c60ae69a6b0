import {
  ApprovalRequest,
  ApprovalRole,
  ApprovalSeat,
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

const rejectingSeats = (role: ApprovalRole | null): ApprovalSeat[] =>
  role === null ? [] : [{ role }];

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
    const { decision, reason, role } = request;
    const { answer } = await this.deps.approvals.ask(stored, person, {
      reason,
      role,
    });
    const seats =
      decision === 'approve'
        ? answer.approvesSeats
        : rejectingSeats(answer.rejectsAs);
    if (seats.length === 0 && (await this.isCurrent(stored, request))) {
      throw new NotAllowedError(
        decision === 'approve' ? answer.why : answer.whyNotReject ?? answer.why,
      );
    }
    return seats;
  }

  /**
   * Whether nothing changed since the person looked; what did is told as a
   * conflict instead. Asked again, because an answer of somebody else can come
   * between the reading of the decision and that of its approvals.
   */
  private async isCurrent(stored: StoredDecision, request: ApprovalRequest) {
    const { id, revision, state } = stored;
    if (revision !== request.revision || state !== 'awaitingApproval') {
      return false;
    }
    return (await this.deps.store.find(id))?.revision === revision;
  }
}
