import {
  databaseNow,
  databaseNowPlus,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

/** Longer than a signature is taken for, whatever the clocks of both sides. */
const KEEP_MS = 30 * 60_000;

/** @returns false when the interaction was taken before. */
export async function rememberInteraction(
  knex: Knex,
  digest: string,
): Promise<boolean> {
  await knex('slack_interactions')
    .where('forget_at', '<=', databaseNow(knex))
    .delete();
  const inserted = await knex('slack_interactions')
    .insert({ digest, forget_at: databaseNowPlus(knex, KEEP_MS) })
    .onConflict('digest')
    .ignore()
    .returning('digest');
  return inserted.length === 1;
}
