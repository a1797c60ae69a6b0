import {
  DomainClock,
  OutboxDispatcher,
  startLoop,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { DecisionStore } from '../database';
import { PolicyLoader } from '../policy';
import { ApprovalNotices } from './ApprovalNotices';
import { GateDesk } from './GateDesk';
import { HeldReleases } from './HeldReleases';
import { Announce, announceDecision } from './announce';

export type LoopDeps = {
  logger: LoggerService;
  clock: DomainClock;
  outbox: OutboxDispatcher;
  /** Per channel, because one that is down must hold up nothing else. */
  channels: ReadonlyArray<{ name: string; outbox: OutboxDispatcher }>;
  store: DecisionStore;
  gate: GateDesk;
  notices: ApprovalNotices;
  policy: PolicyLoader;
  heldReleases: HeldReleases;
  announce: Announce;
};

/** Without work again, so that the loop waits. */
const then =
  (round: (signal: AbortSignal) => Promise<void>) =>
  async (signal: AbortSignal) => {
    await round(signal);
    return false;
  };

/**
 * Starts what this backend does beside answering.
 *
 * @returns a function that stops all of it and waits until it has stopped.
 */
export function startLoops(deps: LoopDeps): () => Promise<void> {
  const {
    logger,
    clock,
    outbox,
    channels,
    store,
    gate,
    notices,
    policy,
    announce,
  } = deps;
  const inDomainTime = (ms: number) => Math.max(20, ms / clock.pace());

  const expire = async () => {
    for (const id of await store.expire(clock.now())) {
      const stored = await store.find(id);
      if (!stored) continue;
      await announceDecision(announce, stored);
    }
  };

  const stops = [
    startLoop({
      name: 'Delivery to the other backends',
      logger,
      run: () => outbox.deliverDue(),
      idleMs: () => inDomainTime(500),
    }),
    ...channels.map(channel =>
      startLoop({
        name: `Delivery to ${channel.name}`,
        logger,
        run: () => channel.outbox.deliverDue(),
        idleMs: () => inDomainTime(500),
      }),
    ),
    startLoop({
      name: 'Expiry of unanswered decisions',
      logger,
      run: then(expire),
      idleMs: () => inDomainTime(15_000),
    }),
    startLoop({
      name: 'Releases that a freeze window holds back',
      logger,
      run: then(() => deps.heldReleases.run()),
      idleMs: () => inDomainTime(5_000),
    }),
    startLoop({
      name: 'The gate for pipelines',
      logger,
      run: then(() => gate.poll()),
      idleMs: () => 300,
    }),
    startLoop({
      name: 'Telling approvers',
      logger,
      run: then(() => notices.run()),
      idleMs: () => 5_000,
    }),
    startLoop({
      name: 'Reading the policy again',
      logger,
      run: then(signal => policy.refresh(signal)),
      idleMs: () => 3_000,
    }),
  ];
  return async () => {
    await gate.close();
    await Promise.all(stops.map(stop => stop()));
  };
}
