import { databaseNowPlus } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Claim, Intent, Post, PostStore } from './PostStore';
import { claimPost } from './operations/claimPost';
import { PostRow, toPost } from './rows';

export class DatabasePostStore implements PostStore {
  constructor(private readonly knex: Knex) {}

  private table() {
    return this.knex<PostRow>('slack_posts');
  }

  async find(key: string): Promise<Post | 'pending' | null> {
    const row: PostRow | undefined = await this.table().where({ key }).first();
    return row ? toPost(row) ?? 'pending' : null;
  }

  async claim(intent: Intent, leaseMs: number): Promise<Claim> {
    return this.knex.transaction(trx => claimPost(trx, intent, leaseMs));
  }

  async posted(
    key: string,
    attempt: number,
    post: Omit<Post, 'channel'>,
  ): Promise<boolean> {
    const { ts, revision } = post;
    const updated = await this.table()
      .where({ key, attempt, ts: null })
      .update({ ts, revision, uncertain: false });
    return updated === 1;
  }

  async notPosted(key: string, attempt: number): Promise<void> {
    await this.table()
      .where({ key, attempt, ts: null })
      .update({ uncertain: false, claimed_until: 0 });
  }

  async unsure(key: string, attempt: number, settleMs: number): Promise<void> {
    await this.table()
      .where({ key, attempt, ts: null })
      .update({ claimed_until: databaseNowPlus(this.knex, settleMs) });
  }

  async shown(key: string, revision: number): Promise<void> {
    await this.table()
      .where({ key })
      .where('revision', '<', revision)
      .update({ revision });
  }

  async forget(key: string): Promise<void> {
    await this.table().where({ key }).delete();
  }
}
