import {
  ApprovalRequest,
  DecisionRecord,
  GateAnswer,
} from '@adaptive-delivery/plugin-release-common';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { ApprovalDesk, ChannelPerson } from '../extensions';

const GATE: Partial<Record<DecisionRecord['state'], GateAnswer['answer']>> = {
  awaitingApproval: 'hold',
  frozen: 'hold',
  blocked: 'rejected',
  rejected: 'rejected',
  expired: 'rejected',
  rolledBack: 'rejected',
  superseded: 'rejected',
};

/** An approval desk in memory: the SRE is Sam, everybody else may not. */
export class MemoryDesk implements ApprovalDesk {
  readonly records = new Map<string, DecisionRecord>();
  readonly answers: Array<ApprovalRequest & ChannelPerson> = [];
  /** Held back until it resolves, as a slow database would. */
  delay: Promise<void> = Promise.resolve();

  put(record: DecisionRecord) {
    this.records.set(record.id, record);
    return record;
  }

  /** The decision moves, however it came to that. */
  move(id: string, change: Partial<DecisionRecord>) {
    const record = this.records.get(id);
    if (!record) throw new Error(`No decision ${id}`);
    return this.put({ ...record, revision: record.revision + 1, ...change });
  }

  async find(id: string) {
    return this.records.get(id) ?? null;
  }

  async findByCommit(query: { commit: string; environment?: string }) {
    return [...this.records.values()]
      .filter(
        ({ commit, environment }) =>
          commit === query.commit &&
          (query.environment ?? environment) === environment,
      )
      .reverse();
  }

  async gate(id: string): Promise<GateAnswer> {
    const record = this.records.get(id);
    if (!record) throw new NotFoundError(`There is no decision ${id}`);
    const about = {
      decisionId: id,
      state: record.state,
      url: this.urlOf(record),
    };
    const words = record.stateReason;
    const answer = GATE[record.state] ?? 'proceed';
    return record.enforcement === 'shadow'
      ? { ...about, answer: 'proceed', words, wouldHave: answer }
      : { ...about, answer, words };
  }

  async answer(id: string, request: ApprovalRequest, person: ChannelPerson) {
    await this.delay;
    const record = this.records.get(id);
    if (!record) throw new NotFoundError(`There is no decision ${id}`);
    if (person.userRef !== 'user:default/sam') {
      throw new NotAllowedError(
        'You cannot approve as SRE: that is group:default/sre, and you are not one of them.',
      );
    }
    if (record.revision !== request.revision) {
      throw new ConflictError(
        `The decision changed since you saw it (revision ${request.revision}, now ${record.revision}); look at it again`,
      );
    }
    this.answers.push({ ...request, ...person });
    const { decision, reason } = request;
    const by = person.userRef;
    const at = '2026-11-23T15:00:00Z';
    const approvals = {
      ...record.decision.approvals,
      given: [{ role: 'sre' as const, decision, by, reason, at }],
    };
    const isApproval = decision === 'approve';
    return this.move(id, {
      decision: { ...record.decision, approvals },
      state: isApproval ? 'queued' : 'rejected',
      stateReason: `${
        isApproval ? 'Approved' : 'Rejected'
      } by ${by}: ${reason}`,
    });
  }

  urlOf({ id }: DecisionRecord) {
    return `http://portal.test/decisions/${id}`;
  }
}
