import { QuarantineEntry } from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { findActiveQuarantine } from './findActiveQuarantine';
import { QuarantineRow, toQuarantineEntry } from '../rows';

/** Well below what a query of either database can bind. */
const CHUNK = 500;

/**
 * The active entry that ends last, per list of digests that has one. One query
 * per 500 digests, however many lists there are.
 */
export async function findQuarantined(
  knex: Knex,
  lists: ReadonlyArray<readonly string[]>,
  now: Date,
): Promise<Array<QuarantineEntry | null>> {
  if (lists.length === 1) {
    return [await findActiveQuarantine(knex, lists[0], now)];
  }
  const digests = [...new Set(lists.flat())];
  const entries = new Map<string, QuarantineEntry>();
  for (let at = 0; at < digests.length; at += CHUNK) {
    const rows = await knex<QuarantineRow>('quarantine')
      .whereIn('sha256', digests.slice(at, at + CHUNK))
      .whereNull('lifted_at')
      .where('until', '>', now.toISOString())
      .orderBy([{ column: 'until' }, { column: 'id' }]);
    for (const row of rows) entries.set(row.sha256, toQuarantineEntry(row));
  }
  return lists.map(list =>
    list
      .flatMap(sha256 => entries.get(sha256) ?? [])
      .reduce<QuarantineEntry | null>(
        (last, entry) => (last && last.until >= entry.until ? last : entry),
        null,
      ),
  );
}
