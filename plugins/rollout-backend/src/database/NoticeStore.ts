import {
  DomainClock,
  ReleaseNotice,
  databaseNow,
  databaseNowPlus,
  isPostgres,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

export type PendingNotice = {
  seq: number;
  channel: string;
  notice: ReleaseNotice;
  attempts: number;
  /** Domain time at which it was taken to be sent. */
  sentAt: Date;
};

/** What people are still to be told, one row per notice and way of telling. */
export interface NoticeStore {
  /** Claims the next that is due; it is due again when this try is not heard of. */
  claimNext(leaseMs: number): Promise<PendingNotice | null>;
  delivered(seq: number, sentAt: Date): Promise<void>;
  failed(seq: number, words: string, retryInMs: number): Promise<void>;
}

export class DatabaseNoticeStore implements NoticeStore {
  constructor(private readonly options: { knex: Knex; clock: DomainClock }) {}

  async claimNext(leaseMs: number): Promise<PendingNotice | null> {
    return this.options.knex.transaction(async trx => {
      const query = trx('notice')
        .whereNull('delivered_at')
        .where('due_at', '<=', databaseNow(trx))
        .orderBy('seq')
        .first('seq', 'channel', 'body', 'attempts');
      const row = await (isPostgres(trx)
        ? query.forUpdate().skipLocked()
        : query);
      if (!row) return null;
      const attempts = row.attempts + 1;
      await trx('notice')
        .where({ seq: row.seq })
        .update({ attempts, due_at: databaseNowPlus(trx, leaseMs) });
      return {
        seq: row.seq,
        channel: row.channel,
        notice: JSON.parse(row.body),
        attempts,
        sentAt: this.options.clock.now(),
      };
    });
  }

  async delivered(seq: number, sentAt: Date): Promise<void> {
    await this.options
      .knex('notice')
      .where({ seq })
      .update({ delivered_at: sentAt.getTime(), last_error: null });
  }

  async failed(seq: number, words: string, retryInMs: number): Promise<void> {
    const { knex } = this.options;
    await knex('notice')
      .where({ seq })
      .update({
        due_at: databaseNowPlus(knex, retryInMs),
        last_error: words,
      });
  }
}
