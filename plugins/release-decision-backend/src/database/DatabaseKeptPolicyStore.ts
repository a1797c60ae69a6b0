import { Knex } from 'knex';
import { KeptPolicy, KeptPolicyStore } from '../policy/KeptPolicyStore';

const TABLE = 'kept_policies';

/** One row per Git source. */
export class DatabaseKeptPolicyStore implements KeptPolicyStore {
  constructor(private readonly knex: Knex) {}

  async read(sourceId: string): Promise<KeptPolicy | null> {
    const row = await this.knex(TABLE).where({ source_id: sourceId }).first();
    if (!row) return null;
    return {
      commit: row.commit_id,
      files: JSON.parse(row.files),
      loadedAt: row.loaded_at,
    };
  }

  async write(sourceId: string, kept: KeptPolicy): Promise<void> {
    await this.knex(TABLE)
      .insert({
        source_id: sourceId,
        commit_id: kept.commit,
        files: JSON.stringify(kept.files),
        loaded_at: kept.loadedAt,
      })
      .onConflict('source_id')
      .merge();
  }
}
