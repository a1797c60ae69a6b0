import {
  IncidentRecord,
  LedgerRow,
  Page,
  RolloutRecord,
  RolloutSummary,
  TargetPlan,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import {
  PageRequest,
  RolloutFilter,
  RolloutReadStore,
  RolloutStore,
} from '../database';
import {
  Command,
  Rollout,
  candidateFor,
  digestsOf,
  messageOf,
} from '../domain';
import { Announcer } from './Announcer';
import { Decisions, ReleasedDecision, whyNotReleased } from './Decisions';
import { TargetRegistry } from './TargetRegistry';
import { Allowed, toRecord, toSummary } from './toApi';
import { withTimeout } from './withTimeout';

/** A page opens without waiting for a target that is slow to say what it is. */
const SIMULATED_WITHIN_MS = 2_000;

export type Created = { items: RolloutSummary[]; created: boolean };

/** What people and other backends can ask of act. */
export class RolloutService {
  constructor(
    private readonly deps: {
      store: RolloutStore;
      reads: RolloutReadStore;
      decisions: Decisions;
      targets: TargetRegistry;
      clock: DomainClock;
      announcer: Announcer;
      logger: LoggerService;
    },
  ) {}

  /**
   * One rollout per target of a released decision; the same ones when there
   * are some already.
   *
   * @throws ConflictError when the decision is not released
   */
  async create(decisionId: string): Promise<Created> {
    const { store, reads, announcer } = this.deps;
    const known = await reads.ofDecision(decisionId);
    if (known.length > 0) {
      return { items: await this.summaries(known), created: false };
    }
    const released = await this.decisionOf(decisionId);
    const { decision, state } = released;
    const unreleased = whyNotReleased(released);
    if (unreleased || decision.enforcement === 'shadow') {
      throw new ConflictError(
        `Decision ${decisionId} ${unreleased ?? `is ${state}`} in ${
          decision.enforcement
        } mode; only a released one is rolled out.`,
      );
    }
    if (decision.plan.length === 0) {
      throw new ConflictError(
        `Decision ${decisionId} has no target; annotate the component with adaptive-delivery.io/target-${decision.candidate.environment}.`,
      );
    }
    const made = await Promise.all(
      decision.plan.map(plan => this.newRollout(released, plan)),
    );
    const { rollouts, created } = await store.create(decisionId, made);
    if (created) await announcer.created(rollouts);
    return { items: await this.summaries(rollouts), created };
  }

  async list(
    filter: RolloutFilter,
    page: PageRequest,
  ): Promise<Page<RolloutSummary>> {
    const found = await this.deps.reads.list(filter, page);
    return { ...found, items: await this.summaries(found.items) };
  }

  /** @throws NotFoundError */
  async get(id: string, allowed: Allowed): Promise<RolloutRecord> {
    const { reads } = this.deps;
    const rollout = await reads.get(id);
    const [summary] = await this.summaries([rollout]);
    return toRecord(rollout, summary, await reads.events(id), allowed);
  }

  /** @throws NotFoundError, ConflictError */
  async command(
    id: string,
    command: Command,
    allowed: Allowed,
  ): Promise<RolloutRecord> {
    const { store, announcer } = this.deps;
    if (command.control === 'promote' || command.control === 'resume') {
      await this.heedLiftedQuarantine(id);
    }
    const made = await store.command(id, command);
    await announcer.changed(made);
    return this.get(id, allowed);
  }

  async listIncidents(
    filter: { entityRef?: string },
    page: PageRequest,
  ): Promise<Page<IncidentRecord>> {
    return this.deps.reads.listIncidents(filter, page);
  }

  /** @throws NotFoundError */
  async getIncident(id: string): Promise<IncidentRecord> {
    return this.deps.reads.getIncident(id);
  }

  async ledger(page: PageRequest): Promise<Page<LedgerRow>> {
    return this.deps.reads.ledger(page);
  }

  /** A quarantine that a person has lifted at decide shall not stand in the way. */
  private async heedLiftedQuarantine(id: string): Promise<void> {
    const { reads, store, decisions, clock } = this.deps;
    const digests = digestsOf((await reads.get(id)).candidate);
    if (!(await reads.quarantineOf(digests))) return;
    const standing = await this.asked(() =>
      decisions.quarantineOf(digests, clock.now()),
    );
    if (!standing) await store.forgetLifted(digests);
  }

  private async summaries(rollouts: Rollout[]): Promise<RolloutSummary[]> {
    const waiting = rollouts.filter(item => item.state === 'pending');
    const holders = await this.deps.reads.holders(
      waiting.map(item => item.target),
    );
    return rollouts.map(item => toSummary(item, holders.get(item.target)));
  }

  private async decisionOf(decisionId: string): Promise<ReleasedDecision> {
    return this.asked(async () => {
      try {
        return await this.deps.decisions.get(decisionId);
      } catch (error) {
        if (
          error instanceof Error &&
          error.name === 'RemoteError' &&
          'statusCode' in error &&
          error.statusCode === 404
        ) {
          throw new NotFoundError(`There is no decision ${decisionId}`);
        }
        throw error;
      }
    });
  }

  /** @throws ServiceUnavailableError when decide does not answer */
  private async asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (
        error instanceof Error &&
        (error.name === 'RemoteError' || error.name === 'UnreachableError')
      ) {
        throw new ServiceUnavailableError(
          `This cannot be checked with release-decision now, try again: ${error.message}`,
        );
      }
      throw error;
    }
  }

  private async newRollout(
    { decision }: ReleasedDecision,
    plan: TargetPlan,
  ): Promise<Rollout> {
    const now = this.deps.clock.now();
    const candidate = candidateFor(decision.candidate, plan);
    return {
      id: randomUUID(),
      decisionId: decision.decisionId,
      entityRef: candidate.component,
      environment: candidate.environment,
      target: plan.target,
      candidate,
      plan,
      state: 'pending',
      stateReason: `Released; starts on ${plan.target} as soon as it is free.`,
      pausedFrom: null,
      stepIndex: 0,
      look: 0,
      lookBase: 0,
      percent: 0,
      stable: null,
      simulated: await this.isSimulated(plan.target),
      hold: null,
      rollbackAttempt: 0,
      seenEpoch: 0,
      dueAt: now,
      stepStartedAt: null,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
    };
  }

  /** For the screens until it starts, when the target is asked for good. */
  private async isSimulated(ref: string): Promise<boolean> {
    try {
      const { simulated } = await withTimeout(
        this.deps.targets.get(ref).capabilities(),
        SIMULATED_WITHIN_MS,
        `${ref} is slow to say what it is`,
      );
      return simulated;
    } catch (error) {
      this.deps.logger.warn(
        `Whether ${ref} is simulated is not known until its rollout starts: ${messageOf(
          error,
        )}`,
      );
      return false;
    }
  }
}
