import { isPostgres } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

/** Stands in the place of a component for all bundles of an environment. */
export const BUNDLES = 'bundles';

/**
 * One submission at a time per component and environment, so that of two new
 * ones exactly the later supersedes. Several lanes are always taken in the
 * same order, so that two bundles with the same parts never wait for each
 * other.
 */
export async function lockLanes(
  trx: Knex.Transaction,
  components: readonly string[],
  environment: string,
): Promise<void> {
  for (const component of [...new Set(components)].sort()) {
    const lane = { component, environment };
    await trx('lanes').insert(lane).onConflict().ignore();
    if (isPostgres(trx)) await trx('lanes').where(lane).first().forUpdate();
  }
}
