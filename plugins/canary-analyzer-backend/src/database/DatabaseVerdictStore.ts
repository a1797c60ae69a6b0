import {
  LedgerRow,
  Page,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  appendToLedger,
  digestOf,
  openDatabase,
  readLedger,
} from '@adaptive-delivery/plugin-release-node';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { PageRequest, StoredVerdict, VerdictStore } from './VerdictStore';

type Row = { seq: number; verdict: string; request_digest: string };

const fromRow = (row: Row): StoredVerdict => ({
  verdict: JSON.parse(row.verdict),
  requestDigest: row.request_digest,
});

export class DatabaseVerdictStore implements VerdictStore {
  private constructor(private readonly knex: Knex) {}

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseVerdictStore> {
    const knex = await openDatabase({
      database: options.database,
      migrations: resolvePackagePath(
        '@adaptive-delivery/plugin-canary-analyzer-backend',
        'migrations',
      ),
    });
    return new DatabaseVerdictStore(knex);
  }

  async find(key: { rolloutId: string; step: number; look: number }) {
    return this.findIn(this.knex, key);
  }

  async save(stored: StoredVerdict): Promise<StoredVerdict> {
    const { verdict, requestDigest } = stored;
    const { verdictId, rolloutId, step, look } = verdict;
    return this.knex.transaction(async trx => {
      await trx('verdicts')
        .insert({
          verdict_id: verdictId,
          rollout_id: rolloutId,
          step,
          look,
          request_digest: requestDigest,
          verdict: JSON.stringify(verdict),
        })
        .onConflict(['rollout_id', 'step', 'look'])
        .ignore();
      const kept = await this.findIn(trx, verdict);
      if (!kept) throw new Error(`Verdict ${verdictId} was not kept`);
      if (kept.verdict.verdictId === verdictId) {
        await appendToLedger(trx, {
          at: new Date(verdict.judgedAt),
          kind: `verdict.${verdict.verdict}`,
          subject: rolloutId,
          payload: {
            verdictId,
            step,
            look,
            cause: verdict.cause,
            words: verdict.words,
            requestDigest,
            verdictDigest: digestOf(verdict),
          },
        });
      }
      return kept;
    });
  }

  async list(rolloutId: string, page: PageRequest): Promise<Page<Verdict>> {
    const rows: Row[] = await this.knex('verdicts')
      .where({ rollout_id: rolloutId })
      .where('seq', '>', Number(page.cursor ?? 0))
      .orderBy('seq')
      .limit(page.limit + 1);
    const shown = rows.slice(0, page.limit);
    return {
      items: shown.map(row => fromRow(row).verdict),
      nextCursor:
        rows.length > page.limit ? String(shown[shown.length - 1].seq) : null,
    };
  }

  async ledger(page: PageRequest): Promise<Page<LedgerRow>> {
    return readLedger(this.knex, page);
  }

  private async findIn(
    knex: Knex,
    key: { rolloutId: string; step: number; look: number },
  ): Promise<StoredVerdict | null> {
    const row: Row | undefined = await knex('verdicts')
      .where({ rollout_id: key.rolloutId, step: key.step, look: key.look })
      .first();
    return row ? fromRow(row) : null;
  }
}
