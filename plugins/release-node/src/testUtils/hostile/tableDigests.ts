import { Knex } from 'knex';
import { isPostgres } from '../../database';
import { sha256Of } from '../../digest';

async function tablesOf(knex: Knex): Promise<string[]> {
  const rows: Array<{ name: string }> = isPostgres(knex)
    ? await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .select({ name: 'tablename' })
    : await knex('sqlite_master').where({ type: 'table' }).select('name');
  return rows
    .map(({ name }) => name)
    .filter(name => !/^(?:sqlite_|knex_)/.test(name))
    .sort();
}

/**
 * The number of rows and a digest of the content of every table that there is,
 * those of the ledger included.
 */
export async function tableDigests(
  knex: Knex,
): Promise<Record<string, { rows: number; digest: string }>> {
  const digests: Record<string, { rows: number; digest: string }> = {};
  for (const table of await tablesOf(knex)) {
    const rows: unknown[] = await knex(table);
    const lines = rows.map(row => JSON.stringify(row)).sort();
    digests[table] = { rows: rows.length, digest: sha256Of(lines.join('\n')) };
  }
  return digests;
}
