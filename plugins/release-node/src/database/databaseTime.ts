import { Knex } from 'knex';

/** Whether the client is PostgreSQL; SQLite otherwise. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/**
 * The database's own time as milliseconds since 1970, for use inside a
 * statement. Leases and fencing compare only this clock with itself.
 */
export function databaseNow(knex: Knex): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint')
    : knex.raw("cast((julianday('now') - 2440587.5) * 86400000.0 as integer)");
}

/** The database's own time plus `ms`, for use inside a statement. */
export function databaseNowPlus(knex: Knex, ms: number): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw('((extract(epoch from clock_timestamp()) * 1000)::bigint + ?)', [
        Math.round(ms),
      ])
    : knex.raw(
        "(cast((julianday('now') - 2440587.5) * 86400000.0 as integer) + ?)",
        [Math.round(ms)],
      );
}
