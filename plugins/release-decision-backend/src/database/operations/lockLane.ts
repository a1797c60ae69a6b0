import { isPostgres } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

/**
 * One submission at a time per component and environment, so that of two new
 * ones exactly the later supersedes.
 */
export async function lockLane(
  trx: Knex.Transaction,
  lane: { component: string; environment: string },
): Promise<void> {
  await trx('lanes').insert(lane).onConflict().ignore();
  if (isPostgres(trx)) await trx('lanes').where(lane).first().forUpdate();
}
