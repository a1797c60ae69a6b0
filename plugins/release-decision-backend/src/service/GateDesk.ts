import { GateAnswer } from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { DecisionStore, GateView } from '../database';
import { gateAnswerOf } from '../domain';

/** Longer, and proxies on the way start to hang up. */
export const MAX_WAIT_SECONDS = 25;

const MAX_WAITERS = 2000;

type Waiter = (answer: GateAnswer) => void;

/**
 * Pipelines that wait for a decision. However many wait, one loop per process
 * asks the database for all of them.
 */
export class GateDesk {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private closed = false;

  constructor(
    private readonly deps: {
      store: DecisionStore;
      clock: DomainClock;
      /** Where a person reads more. */
      urlOf: (view: GateView) => string;
    },
  ) {}

  /**
   * The answer now, or as soon as it is not `hold` any more, but after
   * `waitSeconds` in any case.
   *
   * @param signal - aborted when whoever asked is gone
   * @throws NotFoundError
   */
  async ask(
    id: string,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<GateAnswer> {
    const now = (await this.read([id])).get(id);
    if (!now) throw new NotFoundError(`There is no decision ${id}`);
    const waits = now.answer === 'hold' && waitSeconds > 0;
    if (!waits || signal.aborted || this.closed) return now;
    if (this.waiting() >= MAX_WAITERS) {
      throw new ServiceUnavailableError(
        `${MAX_WAITERS} pipelines wait already; ask again in a while`,
      );
    }
    return this.wait(id, now, waitSeconds, signal);
  }

  private wait(
    id: string,
    last: GateAnswer,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<GateAnswer> {
    return new Promise(resolve => {
      const waiters = this.waiters.get(id) ?? new Set<Waiter>();
      this.waiters.set(id, waiters);
      const timer = setTimeout(() => settle(last), waitSeconds * 1000);
      const leave = () => settle(last);
      const forget = (waiter: Waiter) => {
        waiters.delete(waiter);
        if (waiters.size === 0 && this.waiters.get(id) === waiters) {
          this.waiters.delete(id);
        }
      };
      function settle(answer: GateAnswer) {
        forget(settle);
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        resolve(answer);
      }
      waiters.add(settle);
      signal.addEventListener('abort', leave);
    });
  }

  /** One round of the loop: settles whoever has an answer now. */
  async poll(): Promise<void> {
    const ids = [...this.waiters.keys()];
    if (ids.length === 0) return;
    for (const [id, answer] of await this.read(ids)) {
      if (answer.answer !== 'hold') this.settle(id, answer);
    }
  }

  /** Sends everybody away with what is known. */
  async close(): Promise<void> {
    this.closed = true;
    const ids = [...this.waiters.keys()];
    for (const [id, answer] of await this.read(ids)) this.settle(id, answer);
  }

  private settle(id: string, answer: GateAnswer) {
    for (const waiter of [...(this.waiters.get(id) ?? [])]) {
      waiter(answer);
    }
  }

  private waiting(): number {
    return [...this.waiters.values()].reduce((sum, { size }) => sum + size, 0);
  }

  private async read(ids: string[]): Promise<Map<string, GateAnswer>> {
    if (ids.length === 0) return new Map();
    const { store, clock } = this.deps;
    const views = await store.gateViews(ids, clock.now());
    return new Map(
      views.map(view => [view.id, gateAnswerOf(view, this.deps.urlOf(view))]),
    );
  }
}
