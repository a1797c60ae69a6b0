import {
  ApprovalRequest,
  AttestationBundle,
  DecisionRecord,
  IncidentRecord,
  KeySet,
  OverrideRequest,
  PolicyOutcomes,
  QuarantineEntry,
  RELEASE_SIGNAL_CHANNEL,
  ReleaseSignal,
  RollbackRequest,
  RolloutControl,
  RolloutRecord,
  Verdict,
  isSettledRolloutState,
} from '@adaptive-delivery/plugin-release-common';
import { SignalApi, SignalSubscriber } from '@backstage/plugin-signals-react';
import {
  DecisionQuery,
  IncidentQuery,
  LearningApi,
  PolicyInForce,
  ReleaseDecisionApi,
  RolloutApi,
  RolloutQuery,
  VerdictApi,
} from '../apis';
import { toDecisionSummary, toRolloutSummary } from './samples';

/** The error of an answer that is not 2xx, as a client throws it. */
export function responseError(status: number, message: string): Error {
  const error = new Error(`Request failed with ${status}`);
  return Object.assign(error, {
    name: 'ResponseError',
    response: { status },
    body: {
      error: { name: 'Error', message },
      response: { statusCode: status },
    },
    cause: { name: 'Error', message },
    statusCode: status,
    statusText: message,
  });
}

const onePage = <T>(items: T[]) => ({ items, nextCursor: null });

/** Every read throws `fault` while it is set. */
class Faulty {
  fault: Error | undefined;

  protected check() {
    if (this.fault) throw this.fault;
  }
}

export class FakeReleaseDecisionApi
  extends Faulty
  implements ReleaseDecisionApi
{
  readonly approvals: Array<ApprovalRequest & { id: string }> = [];
  readonly overrides: Array<OverrideRequest & { id: string }> = [];
  readonly lifted: Array<{ sha256: string; reason: string }> = [];
  /** Thrown by an approval. */
  approvalFault: Error | undefined;
  /** By the id of the decision. */
  attestations: Record<string, AttestationBundle> = {};
  keys: KeySet = { keys: [] };

  constructor(
    public decisions: DecisionRecord[] = [],
    public quarantine: QuarantineEntry[] = [],
    public policy?: PolicyInForce,
  ) {
    super();
  }

  async listDecisions(query: DecisionQuery) {
    this.check();
    return onePage(
      this.decisions
        .filter(
          item =>
            (!query.entityRef || item.entityRef === query.entityRef) &&
            (!query.environment || item.environment === query.environment) &&
            (!query.state || item.state === query.state),
        )
        .slice(0, query.limit)
        .map(toDecisionSummary),
    );
  }

  async getDecision(id: string) {
    this.check();
    const found = this.decisions.find(item => item.id === id);
    if (!found) throw responseError(404, `There is no decision ${id}`);
    return found;
  }

  async giveApproval(id: string, request: ApprovalRequest) {
    if (this.approvalFault) throw this.approvalFault;
    this.approvals.push({ id, ...request });
    const state = request.decision === 'approve' ? 'queued' : 'rejected';
    this.decisions = this.decisions.map(item =>
      item.id === id
        ? {
            ...item,
            state,
            revision: item.revision + 1,
            may: { approve: false, reject: false, why: `It is ${state}.` },
          }
        : item,
    );
    return this.getDecision(id);
  }

  async overrideFreeze(id: string, request: OverrideRequest) {
    if (this.approvalFault) throw this.approvalFault;
    this.overrides.push({ id, ...request });
    this.decisions = this.decisions.map(item =>
      item.id === id
        ? {
            ...item,
            releaseAfter: null,
            revision: item.revision + 1,
            may: { approve: false, reject: false, why: 'It goes out.' },
          }
        : item,
    );
    return this.getDecision(id);
  }

  async listQuarantine() {
    this.check();
    return onePage(this.quarantine);
  }

  async liftQuarantine(sha256: string, reason: string) {
    this.lifted.push({ sha256, reason });
    this.quarantine = this.quarantine.filter(item => item.sha256 !== sha256);
  }

  async getPolicy() {
    this.check();
    if (!this.policy) throw responseError(503, 'No policy has been loaded');
    return this.policy;
  }

  async getAttestation(id: string) {
    this.check();
    const found = this.attestations[id];
    if (!found) throw responseError(404, `Nothing is attested of ${id}`);
    return found;
  }

  async getKeys() {
    this.check();
    return this.keys;
  }
}

export class FakeRolloutApi extends Faulty implements RolloutApi {
  readonly controls: Array<{
    id: string;
    control: RolloutControl;
    reason: string;
  }> = [];
  readonly rollbacks: RollbackRequest[] = [];

  constructor(
    public rollouts: RolloutRecord[] = [],
    public incidents: IncidentRecord[] = [],
  ) {
    super();
  }

  async listRollouts(query: RolloutQuery) {
    this.check();
    return onePage(
      this.rollouts
        .filter(
          item =>
            (!query.entityRef || item.entityRef === query.entityRef) &&
            (!query.decisionId || item.decisionId === query.decisionId) &&
            (!query.state || item.state === query.state) &&
            (!query.active || !isSettledRolloutState(item.state)),
        )
        .map(toRolloutSummary),
    );
  }

  async getRollout(id: string) {
    this.check();
    const found = this.rollouts.find(item => item.id === id);
    if (!found) throw responseError(404, `There is no rollout ${id}`);
    return found;
  }

  async control(id: string, control: RolloutControl, reason: string) {
    this.controls.push({ id, control, reason });
  }

  async rollBack(request: RollbackRequest) {
    this.rollbacks.push(request);
  }

  async listIncidents(query: IncidentQuery) {
    this.check();
    return onePage(
      this.incidents.filter(
        item =>
          !query.entityRef || item.candidate.component === query.entityRef,
      ),
    );
  }

  async getIncident(id: string) {
    this.check();
    const found = this.incidents.find(item => item.incidentId === id);
    if (!found) throw responseError(404, `There is no incident ${id}`);
    return found;
  }
}

export class FakeVerdictApi extends Faulty implements VerdictApi {
  constructor(public verdicts: Verdict[] = []) {
    super();
  }

  async listVerdicts(rolloutId: string) {
    this.check();
    return this.verdicts.filter(item => item.rolloutId === rolloutId);
  }
}

export class FakeLearningApi extends Faulty implements LearningApi {
  constructor(public outcomes: PolicyOutcomes[] = []) {
    super();
  }

  async listOutcomes() {
    this.check();
    return onePage(this.outcomes);
  }
}

/** Signals that a test sends by hand. */
export class FakeSignalApi implements SignalApi {
  private readonly listeners = new Set<(message: ReleaseSignal) => void>();

  subscribe(
    channel: string,
    onMessage: (message: never) => void,
  ): SignalSubscriber {
    if (channel !== RELEASE_SIGNAL_CHANNEL) {
      return { unsubscribe: () => undefined };
    }
    const listener = onMessage as (message: ReleaseSignal) => void;
    this.listeners.add(listener);
    return { unsubscribe: () => this.listeners.delete(listener) };
  }

  send(message: ReleaseSignal) {
    this.listeners.forEach(listener => listener(message));
  }

  get subscribers() {
    return this.listeners.size;
  }
}
