import { Knex } from 'knex';
import { isPostgres } from './databaseTime';

type Work = {
  run: (trx: Knex.Transaction) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

type Outcome = { value: unknown } | { error: unknown };

/** Keeps the time that others wait for the connection short. */
const MOST_AT_ONCE = 10;

/**
 * Runs each piece of work as a transaction of its own, as far as it can see.
 * SQLite has one writer, which waits for the disk at each commit: what comes
 * in the meantime shares the next commit, each behind a savepoint, so that one
 * that fails takes nothing of the others with it. Nobody is answered before
 * the commit. PostgreSQL runs them side by side and needs none of it.
 */
export class SharedCommits {
  private readonly waiting: Work[] = [];
  private isWriting = false;

  constructor(private readonly knex: Knex) {}

  /** @throws whatever the work throws, or the commit. */
  run<T>(run: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    if (isPostgres(this.knex)) return this.knex.transaction(run);
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({
        run,
        resolve: value => resolve(value as T),
        reject,
      });
      if (!this.isWriting) this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    // What comes in this turn of the event loop goes together.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      await this.writeTogether(this.waiting.splice(0, MOST_AT_ONCE));
    }
    this.isWriting = false;
  }

  private async writeTogether(works: Work[]): Promise<void> {
    try {
      const outcomes = await this.knex.transaction(async trx => {
        const all: Outcome[] = [];
        for (const { run } of works) all.push(await behindSavepoint(trx, run));
        return all;
      });
      outcomes.forEach((outcome, index) => {
        if ('error' in outcome) works[index].reject(outcome.error);
        else works[index].resolve(outcome.value);
      });
    } catch (error) {
      const left = await this.endTransaction();
      for (const { reject } of works) reject(left ?? error);
    }
  }

  /**
   * A commit that SQLite could not make leaves its transaction open on the
   * connection, and the next work would become part of it.
   *
   * @returns why it could not be ended; null when it is.
   */
  private async endTransaction(): Promise<unknown> {
    try {
      await this.knex.raw('rollback');
      return null;
    } catch (error) {
      const isEnded =
        error instanceof Error &&
        error.message.includes('no transaction is active');
      return isEnded ? null : error;
    }
  }
}

async function behindSavepoint(
  trx: Knex.Transaction,
  run: Work['run'],
): Promise<Outcome> {
  try {
    return { value: await trx.transaction(run) };
  } catch (error) {
    return { error };
  }
}
