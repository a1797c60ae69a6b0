import { OverrideRequest } from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { DecisionStore, HeldReleaseStore, StoredDecision } from '../database';
import {
  Person,
  heldOutcomeOf,
  quarantineWords,
  refusedByNewerPolicy,
} from '../domain';
import { PolicyInForce } from '../policy';
import { DecisionResources } from './DecisionResources';
import { Announce, announceDecision } from './announce';

const BATCH = 50;

/** Decisions that freeze windows hold back: lets them go in time, or before. */
export class HeldReleases {
  /** Digest of the policy under which all of them were looked at last. */
  private seenUnder: string | null = null;

  constructor(
    private readonly deps: {
      store: Pick<DecisionStore, 'find'>;
      held: HeldReleaseStore;
      resources: Pick<DecisionResources, 'of'>;
      policy: () => PolicyInForce;
      clock: DomainClock;
      announce: Announce;
    },
  ) {}

  /**
   * One round of the loop: looks again at those whose window has ended, and at
   * all of them once the policy is another one.
   */
  async run(): Promise<void> {
    const { held, clock } = this.deps;
    const inForce = this.deps.policy();
    const now = clock.now();
    const dueBy = this.seenUnder === inForce.digest ? now : null;
    let after = 0;
    for (;;) {
      const page = await held.list({ dueBy, after, limit: BATCH });
      for (const { id, seq } of page) {
        await this.look(id, inForce, now);
        after = seq;
      }
      if (page.length < BATCH) break;
    }
    this.seenUnder = inForce.digest;
  }

  private async look(id: string, inForce: PolicyInForce, now: Date) {
    const { store, held } = this.deps;
    const stored = await store.find(id);
    if (!stored) return;
    const outcome = heldOutcomeOf(stored, inForce, now);
    if (await held.settle(id, outcome, now)) await this.announce(stored);
  }

  /** Why a person's permissions do not let them override; null when they do. */
  async withheld(
    stored: StoredDecision,
    person: Person,
  ): Promise<string | null> {
    const { resource } = await this.deps.resources.of(stored);
    return person.withheld('override', resource);
  }

  /**
   * A person releases in spite of the freeze; gates, approvals and quarantine
   * stand.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError when the decision
   * changed since, is not held back, or may not go out any more.
   */
  async override(
    id: string,
    { reason, revision }: OverrideRequest,
    person: Person,
  ): Promise<void> {
    const { store, held, clock } = this.deps;
    const stored = await store.find(id);
    if (!stored) throw new NotFoundError(`There is no decision ${id}`);
    const withheld = await this.withheld(stored, person);
    if (withheld) throw new NotAllowedError(withheld);
    const refusal =
      stored.releaseAfter && refusedByNewerPolicy(stored, this.deps.policy());
    if (refusal) throw new ConflictError(refusal);
    const now = clock.now();
    const result = await held.override({
      id,
      revision,
      by: person.ref,
      reason,
      now,
    });
    switch (result.kind) {
      case 'done':
        await this.announce(stored);
        return;
      case 'stale':
        throw new ConflictError(
          `The decision changed since you saw it (revision ${revision}, now ${result.revision}); look at it again`,
        );
      case 'notHeld':
        throw new ConflictError(
          `No freeze window holds the decision back, it is ${result.state}: ${result.reason}`,
        );
      default:
        throw new ConflictError(
          quarantineWords(result.entry, stored.decision.candidate.artifacts),
        );
    }
  }

  private async announce(stored: StoredDecision) {
    await announceDecision(this.deps.announce, stored);
  }
}
