import { RiskDecision } from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { DecisionRow, QuarantineRow } from '../rows';

/** Well below what a query of either database can bind. */
const CHUNK = 500;

export type UsedCandidate = {
  candidate: RiskDecision['candidate'];
  why: string;
};

export type ArtifactUseQuery = {
  keepReleases: number;
  /** What was rolled back or ended its quarantine after this is evidence. */
  evidenceSince: Date;
  /** Shadow decisions since then may still get an outcome. */
  undecidedSince: Date;
};

/** The last ones of each component and environment, alone and in bundles. */
async function lastOf(
  knex: Knex,
  state: 'promoted' | 'decided',
  count: number,
): Promise<number[]> {
  const ranked = knex('decisions')
    .join('decision_components as about', 'about.decision_seq', 'decisions.seq')
    .where('decisions.state', state)
    .select('decisions.seq')
    .rowNumber('place', query =>
      query.partitionBy(['about.component', 'about.environment']).orderBy([
        { column: 'decisions.updated_at', order: 'desc' },
        { column: 'decisions.seq', order: 'desc' },
      ]),
    );
  const rows: Array<{ seq: number }> = await knex
    .from(ranked.as('ranked'))
    .where('place', '<=', count)
    .distinct('seq');
  return rows.map(({ seq }) => seq);
}

async function readOpen(knex: Knex, query: ArtifactUseQuery) {
  const rows: Array<{ seq: number }> = await knex<DecisionRow>('decisions')
    .whereIn('state', ['awaitingApproval', 'queued', 'releasing', 'frozen'])
    .orWhere(shadow =>
      shadow
        .where({ state: 'decided' })
        .where('created_at', '>=', query.undecidedSince.toISOString()),
    )
    .select('seq');
  return rows.map(({ seq }) => seq);
}

async function readRolledBack(knex: Knex, since: Date) {
  const rows: Array<{ seq: number }> = await knex<DecisionRow>('decisions')
    .where({ state: 'rolledBack' })
    .where('updated_at', '>=', since.toISOString())
    .select('seq');
  return rows.map(({ seq }) => seq);
}

/**
 * The candidates whose artifacts and records must stay, with the reason. What
 * is released comes first, then what waits, then evidence.
 *
 * @throws whatever the database throws: then nothing is known to be unused.
 */
export async function* readArtifactUse(
  knex: Knex,
  query: ArtifactUseQuery,
): AsyncGenerator<UsedCandidate> {
  const { keepReleases, evidenceSince } = query;
  const seen = new Set<number>();
  for (const [why, seqs] of [
    [
      `one of the last ${keepReleases} releases, kept for rollbacks`,
      await lastOf(knex, 'promoted', keepReleases),
    ],
    [
      `one of the last ${keepReleases} decided in shadow, which may run`,
      await lastOf(knex, 'decided', keepReleases),
    ],
    ['an open decision refers to it', await readOpen(knex, query)],
    ['evidence of a rollback', await readRolledBack(knex, evidenceSince)],
  ] as const) {
    const fresh = seqs.filter(seq => !seen.has(seq));
    for (const seq of fresh) seen.add(seq);
    for (let at = 0; at < fresh.length; at += CHUNK) {
      const rows = await knex<DecisionRow>('decisions')
        .whereIn('seq', fresh.slice(at, at + CHUNK))
        .select('decision');
      for (const { decision } of rows) {
        const { candidate }: RiskDecision = JSON.parse(decision);
        yield { candidate, why };
      }
    }
  }
}

/** Digests in quarantine, or out of it only since then. */
export async function readQuarantinedSince(
  knex: Knex,
  since: Date,
): Promise<string[]> {
  const rows: Array<{ sha256: string }> = await knex<QuarantineRow>(
    'quarantine',
  )
    .where(active =>
      active.whereNull('lifted_at').where('until', '>=', since.toISOString()),
    )
    .orWhere('lifted_at', '>=', since.toISOString())
    .distinct('sha256');
  return rows.map(({ sha256 }) => sha256);
}
