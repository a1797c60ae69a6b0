import {
  LedgerRow,
  Page,
  PolicyOutcomes,
} from '@adaptive-delivery/plugin-release-common';
import {
  SharedCommits,
  appendToLedger,
  isPostgres,
  openDatabase,
  readLedger,
} from '@adaptive-delivery/plugin-release-node';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  Example,
  Merged,
  OutcomeCount,
  bandOutcomes,
  contentDigest,
  mergeExample,
} from '../domain';
import { ExampleStore, PageRequest } from './ExampleStore';
import { formatCursor, parseCursor } from './outcomesCursor';

type Row = {
  decision: string;
  outcome_kind: NonNullable<Example['outcome']>['kind'] | null;
  outcome_at: string | null;
  outcome_words: string | null;
};

type CountRow = OutcomeCount & { digest: string };
type PolicyRow = { digest: string; version: string; since: string };

function fromRow(row: Row): Example {
  const { outcome_kind: kind, outcome_at: at, outcome_words: words } = row;
  return {
    decision: JSON.parse(row.decision),
    outcome: kind && at && words ? { kind, at, words } : null,
  };
}

function toRow({ decision, outcome }: Example) {
  return {
    decision_id: decision.decisionId,
    policy_digest: decision.policy.digest,
    policy_version: decision.policy.version,
    band: decision.band,
    // One precision, so that times sort as text.
    decided_at: new Date(decision.decidedAt).toISOString(),
    decision: JSON.stringify(decision),
    outcome_kind: outcome?.kind ?? null,
    outcome_at: outcome?.at ?? null,
    outcome_words: outcome?.words ?? null,
  };
}

export class DatabaseExampleStore implements ExampleStore {
  private readonly commits: SharedCommits;

  private constructor(private readonly knex: Knex) {
    this.commits = new SharedCommits(knex);
  }

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseExampleStore> {
    const knex = await openDatabase({
      database: options.database,
      migrations: resolvePackagePath(
        '@adaptive-delivery/plugin-learning-backend',
        'migrations',
      ),
    });
    return new DatabaseExampleStore(knex);
  }

  async merge(told: Example, at: Date): Promise<Merged> {
    return this.commits.run(async trx => {
      // Whoever comes first inserts; everybody else waits here for that.
      const inserted = await trx('examples')
        .insert(toRow(told))
        .onConflict('decision_id')
        .ignore()
        .returning('decision_id');
      const isNew = inserted.length > 0;
      const known = isNew
        ? null
        : await this.lock(trx, told.decision.decisionId);
      const merged = mergeExample(known, told);
      if (merged.change === 'none') return merged;
      if (!isNew) {
        await trx('examples')
          .where({ decision_id: told.decision.decisionId })
          .update(toRow(merged.example));
      }
      await appendToLedger(trx, {
        at,
        kind: `example.${merged.change}`,
        subject: told.decision.decisionId,
        payload: {
          contentDigest: contentDigest(told.decision),
          policyDigest: told.decision.policy.digest,
          outcome: merged.example.outcome,
        },
      });
      return merged;
    });
  }

  async outcomes(page: PageRequest): Promise<Page<PolicyOutcomes>> {
    const query = this.knex('examples')
      .select({ digest: 'policy_digest' })
      .max({ version: 'policy_version' })
      .min({ since: 'decided_at' })
      .groupBy('policy_digest')
      .orderByRaw('min(decided_at) desc, policy_digest asc')
      .limit(page.limit + 1);
    if (page.cursor !== undefined) {
      const { since, digest } = parseCursor(page.cursor);
      query.havingRaw(
        '(min(decided_at) < ? or (min(decided_at) = ? and policy_digest > ?))',
        [since, since, digest],
      );
    }
    const rows = (await query) as unknown as PolicyRow[];
    const shown = rows.slice(0, page.limit);
    const counts = await this.countRows(shown.map(({ digest }) => digest));
    return {
      items: shown.map(({ digest, version, since }) => ({
        policyDigest: digest,
        policyVersion: version,
        since,
        bands: bandOutcomes(counts.filter(row => row.digest === digest)),
      })),
      nextCursor:
        rows.length > page.limit ? formatCursor(shown[shown.length - 1]) : null,
    };
  }

  async counts(): Promise<{ since: string | null; counts: OutcomeCount[] }> {
    const first = await this.knex('examples')
      .min({ since: 'decided_at' })
      .first();
    return { since: first?.since ?? null, counts: await this.countRows() };
  }

  async ledger(page: PageRequest): Promise<Page<LedgerRow>> {
    return readLedger(this.knex, page);
  }

  private async lock(
    trx: Knex.Transaction,
    decisionId: string,
  ): Promise<Example> {
    const query = trx('examples').where({ decision_id: decisionId }).first();
    const row: Row | undefined = await (isPostgres(trx)
      ? query.forUpdate()
      : query);
    if (!row) throw new Error(`Example ${decisionId} is gone`);
    return fromRow(row);
  }

  /** Of all policies, or of these. */
  private async countRows(digests?: string[]): Promise<CountRow[]> {
    const query = this.knex('examples')
      .select({
        digest: 'policy_digest',
        band: 'band',
        outcome: 'outcome_kind',
      })
      .count({ count: '*' })
      .groupBy('policy_digest', 'band', 'outcome_kind');
    if (digests) query.whereIn('policy_digest', digests);
    const rows = (await query) as unknown as CountRow[];
    // PostgreSQL counts in text.
    return rows.map(row => ({ ...row, count: Number(row.count) }));
  }
}
