import {
  databaseNow,
  databaseNowPlus,
  isPostgres,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Claim, Intent } from '../PostStore';
import { PostRow, toPost } from '../rows';

/**
 * Writes the intent to post and takes it for one lease, by the database's
 * clock; see `PostStore.claim`.
 */
export async function claimPost(
  trx: Knex.Transaction,
  intent: Intent,
  leaseMs: number,
): Promise<Claim> {
  await trx<PostRow>('slack_posts')
    .insert({
      key: intent.key,
      decision_id: intent.decisionId,
      channel: intent.channel,
      ts: null,
      revision: -1,
      attempt: 0,
      uncertain: false,
      first_tried_at: databaseNow(trx),
      claimed_until: 0,
    })
    .onConflict('key')
    .ignore();
  const query = trx('slack_posts')
    .where({ key: intent.key })
    .first('*', trx.raw('claimed_until <= ? as free', [databaseNow(trx)]));
  const row: PostRow & { free: boolean | number } = await (isPostgres(trx)
    ? query.forUpdate()
    : query);
  const post = toPost(row);
  if (post) return { kind: 'posted', post };
  if (!row.free) return { kind: 'busy' };
  const attempt = row.attempt + 1;
  await trx<PostRow>('slack_posts')
    .where({ key: intent.key })
    .update({
      attempt,
      uncertain: true,
      claimed_until: databaseNowPlus(trx, leaseMs),
    });
  return {
    kind: 'claimed',
    channel: row.channel,
    attempt,
    uncertain: Boolean(row.uncertain),
    firstTriedAt: Number(row.first_tried_at),
  };
}
