import { Knex } from 'knex';
import { Quarantine } from '../../domain';

/** The entry that lasts longest among those in force for any of the digests. */
export async function findQuarantine(
  knex: Knex | Knex.Transaction,
  digests: string[],
  now: Date,
): Promise<Quarantine | null> {
  const row = await knex('quarantine')
    .whereIn('sha256', digests)
    .where('until', '>', now.getTime())
    .orderBy('until', 'desc')
    .first('sha256', 'reason', 'since', 'until');
  return row
    ? {
        sha256: row.sha256,
        reason: row.reason,
        since: new Date(Number(row.since)),
        until: new Date(Number(row.until)),
      }
    : null;
}

/** A digest that is quarantined already stays so for at least as long. */
export async function writeQuarantine(
  trx: Knex.Transaction,
  entry: {
    sha256: string[];
    component: string;
    reason: string;
    since: Date;
    until: Date;
    incidentId: string | null;
    /** Key of the outbox message that tells decide. */
    toldAs: string;
  },
): Promise<void> {
  for (const sha256 of entry.sha256) {
    const row = {
      sha256,
      component: entry.component,
      reason: entry.reason,
      since: entry.since.getTime(),
      until: entry.until.getTime(),
      incident_id: entry.incidentId,
      told_as: entry.toldAs,
    };
    const shorter = await trx('quarantine')
      .where({ sha256 })
      .where('until', '<', row.until)
      .update(row);
    if (shorter === 0) {
      await trx('quarantine').insert(row).onConflict('sha256').ignore();
    }
  }
}

/**
 * Forgets the entries that a person has lifted. People lift a quarantine at
 * decide, which keeps the register; an entry that decide has been told of and
 * does not list any more was lifted. One it has not been told of stays.
 *
 * @returns the digests that were forgotten
 */
export async function forgetLifted(
  trx: Knex.Transaction,
  digests: string[],
): Promise<string[]> {
  const rows: Array<{ sha256: string }> = await trx('quarantine as q')
    .join('outbox as o', 'o.key', 'q.told_as')
    .whereIn('q.sha256', digests)
    .whereNotNull('o.delivered_at')
    .select('q.sha256');
  const lifted = rows.map(row => row.sha256);
  await trx('quarantine').whereIn('sha256', lifted).delete();
  return lifted;
}
