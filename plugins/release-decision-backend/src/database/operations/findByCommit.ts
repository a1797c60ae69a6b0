import { Knex } from 'knex';
import { repoKey } from '../../domain';
import { CommitQuery } from '../DecisionStore';
import { DecisionRow } from '../rows';

/** Decisions about a commit of a repository, alone or in bundles, newest first. */
export async function findByCommit(
  knex: Knex,
  { commit, repoUrl, environment }: CommitQuery,
  limit: number,
): Promise<DecisionRow[]> {
  const change = { commit_id: commit, repo_key: repoKey(repoUrl) };
  return knex<DecisionRow>('decisions')
    .where(query =>
      query
        .where(change)
        .orWhereIn(
          'id',
          knex('bundle_parts').where(change).select('decision_id'),
        ),
    )
    .where(environment === undefined ? {} : { environment })
    .orderBy('seq', 'desc')
    .limit(limit);
}
