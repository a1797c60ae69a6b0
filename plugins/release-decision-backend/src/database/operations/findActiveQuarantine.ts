import { QuarantineEntry } from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { QuarantineRow, toQuarantineEntry } from '../rows';

/** The active entry that ends last, of any of these digests. */
export async function findActiveQuarantine(
  knex: Knex,
  sha256: readonly string[],
  now: Date,
): Promise<QuarantineEntry | null> {
  const row = await knex<QuarantineRow>('quarantine')
    .whereIn('sha256', sha256 as string[])
    .whereNull('lifted_at')
    .where('until', '>', now.toISOString())
    .orderBy([
      { column: 'until', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
  return row ? toQuarantineEntry(row) : null;
}
