import { Knex } from 'knex';
import { CandidateKey, KnownCandidate } from '../DecisionStore';
import { CandidateRow } from '../rows';

/** What was submitted before under a key; null when nothing was. */
export async function findKnown(
  knex: Knex,
  key: CandidateKey,
): Promise<KnownCandidate | null> {
  const row = await knex<CandidateRow>('candidates')
    .where({
      component: key.component,
      build_id: key.buildId,
      environment: key.environment,
    })
    .first();
  return row
    ? {
        kind: 'known',
        id: row.id,
        contentDigest: row.content_digest,
        submission: JSON.parse(row.submission),
      }
    : null;
}
