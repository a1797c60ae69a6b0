import { Knex } from 'knex';
import { HeldOutcome } from '../domain';
import { HeldReleaseStore, Override, OverrideResult } from './HeldReleaseStore';
import { overrideFreeze, settleHeld } from './operations';
import { DecisionRow } from './rows';

export class DatabaseHeldReleaseStore implements HeldReleaseStore {
  constructor(
    private readonly knex: Knex,
    /** Names of the channels that are told of each change. */
    private readonly channels: readonly string[] = [],
  ) {}

  async list(options: { dueBy: Date | null; after: number; limit: number }) {
    const { dueBy, after, limit } = options;
    return this.knex<DecisionRow>('decisions')
      .where({ state: 'queued' })
      .whereNotNull('release_after')
      .where(query => {
        if (dueBy) query.where('release_after', '<=', dueBy.toISOString());
      })
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .select('id', 'seq');
  }

  async settle(id: string, outcome: HeldOutcome, now: Date): Promise<boolean> {
    return this.knex.transaction(trx =>
      settleHeld(trx, { id, outcome, now, channels: this.channels }),
    );
  }

  async override(override: Override): Promise<OverrideResult> {
    return this.knex.transaction(trx =>
      overrideFreeze(trx, { ...override, channels: this.channels }),
    );
  }
}
