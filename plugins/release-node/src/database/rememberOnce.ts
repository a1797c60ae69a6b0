import { Knex } from 'knex';
import { databaseNow, databaseNowPlus } from './databaseTime';

/**
 * Remembers a digest for a while, so that what came with it is taken once, by
 * the database's clock. The table has the columns `digest` (its key) and
 * `forget_at` (milliseconds).
 *
 * @returns false when the digest is remembered already.
 */
export async function rememberOnce(
  knex: Knex,
  options: { table: string; digest: string; keepMs: number },
): Promise<boolean> {
  const { table, digest, keepMs } = options;
  await knex(table).where('forget_at', '<=', databaseNow(knex)).delete();
  const inserted = await knex(table)
    .insert({ digest, forget_at: databaseNowPlus(knex, keepMs) })
    .onConflict('digest')
    .ignore()
    .returning('digest');
  return inserted.length === 1;
}
