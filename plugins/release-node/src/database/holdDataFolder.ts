import Database from 'better-sqlite3';
import path from 'node:path';

/** One open handle per folder keeps the lock for the life of the process. */
const held = new Map<string, Database.Database>();

function isBusy(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'SQLITE_BUSY'
  );
}

/**
 * Takes the data folder for this process. SQLite means one portal per folder;
 * the operating system gives the lock back however the process ends.
 *
 * @throws Error when another process holds the folder.
 */
export function holdDataFolder(directory: string): void {
  const folder = path.resolve(directory);
  if (held.has(folder)) return;
  const lock = new Database(path.join(folder, 'portal.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) {
      throw new Error(
        `The data folder ${folder} is in use by another portal process. ` +
          'Stop that one first, or use PostgreSQL (backend.database) to run several.',
      );
    }
    throw error;
  }
  held.set(folder, lock);
}
