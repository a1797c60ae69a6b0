import { DatabaseService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import path from 'node:path';
import { isPostgres } from './databaseTime';
import { holdDataFolder } from './holdDataFolder';

/**
 * Opens a plugin's database ready for use: folder lock, WAL and
 * synchronous=FULL on SQLite, and the migrations applied.
 */
export async function openDatabase(options: {
  database: DatabaseService;
  /** Folder of the migrations. */
  migrations: string;
  /**
   * Table that keeps which migrations ran. A module names one of its own,
   * because it shares the database of its plugin.
   */
  migrationsTable?: string;
}): Promise<Knex> {
  const knex = await options.database.getClient();
  if (!isPostgres(knex)) {
    const filename: unknown = knex.client.config.connection?.filename;
    if (typeof filename === 'string' && !filename.includes(':memory:')) {
      holdDataFolder(path.dirname(filename));
      await knex.raw('PRAGMA journal_mode = WAL');
    }
    await knex.raw('PRAGMA synchronous = FULL');
    await knex.raw('PRAGMA foreign_keys = ON');
    // 32 MiB between checkpoints and 64 MiB of pages: what every change
    // touches is then written once for many of them.
    await knex.raw('PRAGMA wal_autocheckpoint = 8192');
    await knex.raw('PRAGMA cache_size = -65536');
  }
  if (!options.database.migrations?.skip) {
    await knex.migrate.latest({
      directory: options.migrations,
      ...(options.migrationsTable && { tableName: options.migrationsTable }),
    });
  }
  return knex;
}
