import {
  Page,
  QuarantineEntry,
  QuarantineRequest,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { InputError, NotFoundError } from '@backstage/errors';
import { DecisionCriteria, QuarantineStore } from '../database';
import { Announce } from './announce';

/** Digests that may not be released. */
export class QuarantineService {
  constructor(
    private readonly deps: {
      store: QuarantineStore;
      clock: DomainClock;
      announce: Announce;
    },
  ) {}

  async list(options: {
    cursor?: string;
    limit: number;
    sha256?: readonly string[];
    criteria?: DecisionCriteria;
  }): Promise<Page<QuarantineEntry>> {
    const { store, clock } = this.deps;
    return store.list({ ...options, now: clock.now() });
  }

  /**
   * Takes a request once per key.
   *
   * @throws InputError when it would end before it starts.
   */
  async add(request: QuarantineRequest, by: string): Promise<void> {
    if (Date.parse(request.until) <= Date.parse(request.since)) {
      throw new InputError('until must be after since');
    }
    const { store, clock } = this.deps;
    const added = await store.add(request, by, clock.now());
    await this.announceAll(added);
  }

  /** @throws NotFoundError when the digest is not quarantined. */
  async lift(sha256: string, reason: string, by: string): Promise<void> {
    const { store, clock } = this.deps;
    const lifted = await store.lift({ sha256, by, reason, now: clock.now() });
    if (lifted.length === 0) {
      throw new NotFoundError(`${sha256} is not quarantined`);
    }
    await this.announceAll(lifted);
  }

  private async announceAll(entries: readonly QuarantineEntry[]) {
    for (const { component, sha256 } of entries) {
      await this.deps.announce({
        entityRef: component,
        kind: 'quarantine',
        id: sha256,
      });
    }
  }
}
