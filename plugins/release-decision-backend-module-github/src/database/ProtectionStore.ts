import {
  databaseNow,
  databaseNowPlus,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Repository, repositoryKey } from '../repository';

/** A deployment that GitHub asked about. */
export type ProtectionRequest = {
  repository: Repository;
  runId: number;
  deploymentId: number;
  /** As GitHub calls it. */
  githubEnvironment: string;
  /** As the portal calls it. */
  environment: string;
  commit: string;
};

export type WaitingProtection = Omit<ProtectionRequest, 'deploymentId'> & {
  id: string;
  /** Progress reports sent, or perhaps sent. */
  toldCount: number;
  /** Digest of the last one. */
  told: string | null;
  failures: number;
  /** Since GitHub asked. */
  ageMs: number;
};

/**
 * A request's life:
 *
 *     waiting -> approved | rejected      GitHub has the answer
 *     waiting -> gone                     GitHub does not want one any more
 */
export type ProtectionEnd = 'approved' | 'rejected' | 'gone';

type Row = {
  id: string;
  owner: string;
  name: string;
  repository: string;
  run_id: number | string;
  github_environment: string;
  environment: string;
  commit_id: string;
  state: 'waiting' | ProtectionEnd;
  told_count: number;
  told: string | null;
  failures: number;
  requested_at: number | string | Knex.Raw;
  due_at: number | Knex.Raw;
  claimed_until: number | Knex.Raw;
};

/** As long as GitHub lets a deployment wait. */
export const MAX_AGE_MS = 30 * 24 * 3600_000;
const MAX_DUE = 20;
const MAX_PER_COMMIT = 200;

const toWaiting = (row: Row & { now: number | string }): WaitingProtection => ({
  id: row.id,
  repository: { owner: row.owner, name: row.name },
  runId: Number(row.run_id),
  githubEnvironment: row.github_environment,
  environment: row.environment,
  commit: row.commit_id,
  toldCount: row.told_count,
  told: row.told,
  failures: row.failures,
  ageMs: Number(row.now) - Number(row.requested_at),
});

export class ProtectionStore {
  constructor(private readonly knex: Knex) {}

  private table(knex: Knex = this.knex) {
    return knex<Row>('github_protections');
  }

  /** Keeps a request, once; what ended long ago is forgotten. */
  async keep(
    trx: Knex.Transaction,
    request: ProtectionRequest,
  ): Promise<string> {
    const { repository, runId, deploymentId, githubEnvironment } = request;
    const key = repositoryKey(repository);
    const id = sha256Of(
      JSON.stringify([key, runId, deploymentId, githubEnvironment]),
    );
    await this.table(trx)
      .whereNot({ state: 'waiting' })
      .where('requested_at', '<=', databaseNowPlus(trx, -2 * MAX_AGE_MS))
      .delete();
    await this.table(trx)
      .insert({
        id,
        ...repository,
        repository: key,
        run_id: runId,
        github_environment: githubEnvironment,
        environment: request.environment,
        commit_id: request.commit,
        state: 'waiting',
        told_count: 0,
        told: null,
        failures: 0,
        requested_at: databaseNow(trx),
        due_at: 0,
        claimed_until: 0,
      })
      .onConflict('id')
      .ignore();
    return id;
  }

  /** Ids of those that are to be looked at now. */
  async due(): Promise<string[]> {
    const rows = await this.table()
      .where({ state: 'waiting' })
      .where('due_at', '<=', databaseNow(this.knex))
      .where('claimed_until', '<=', databaseNow(this.knex))
      .orderBy('due_at')
      .limit(MAX_DUE)
      .select('id');
    return rows.map(row => row.id);
  }

  /** Ids of those that wait for a decision about a commit; they are due now. */
  async wake(repository: Repository, commit: string): Promise<string[]> {
    const waiting = this.table().where({
      state: 'waiting',
      repository: repositoryKey(repository),
      commit_id: commit,
    });
    await waiting.clone().update({ due_at: 0 });
    const rows = await waiting.limit(MAX_PER_COMMIT).select('id');
    return rows.map(row => row.id);
  }

  /** Takes one for a lease; null when it is settled, or somebody else has it. */
  async claim(id: string, leaseMs: number): Promise<WaitingProtection | null> {
    const now = databaseNow(this.knex);
    const claimed = await this.table()
      .where({ id, state: 'waiting' })
      .where('claimed_until', '<=', now)
      .update({
        claimed_until: databaseNowPlus(this.knex, leaseMs),
        due_at: databaseNowPlus(this.knex, leaseMs),
      });
    if (claimed !== 1) return null;
    const row = await this.knex('github_protections')
      .where({ id })
      .first('*', this.knex.raw('? as now', [now]));
    return toWaiting(row);
  }

  /** Counts a progress report before it is sent. */
  async tell(id: string, told: string): Promise<void> {
    await this.table()
      .where({ id })
      .update({ told })
      .increment('told_count', 1);
  }

  /** Looked at again after a while, or at once when it was woken meanwhile. */
  async release(id: string, afterMs: number, failures: number): Promise<void> {
    await this.table().where({ id }).update({ claimed_until: 0, failures });
    await this.table()
      .where({ id })
      .where('due_at', '>', 0)
      .update({ due_at: databaseNowPlus(this.knex, afterMs) });
  }

  async end(id: string, state: ProtectionEnd): Promise<void> {
    await this.table().where({ id, state: 'waiting' }).update({ state });
  }
}
