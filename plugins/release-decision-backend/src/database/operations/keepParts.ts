import {
  BuildInfo,
  Candidate,
  DecisionState,
  entitiesOf,
} from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { repoKey } from '../../domain';

/** Keeps under which entities a decision is found, and of which builds it is. */
export async function keepParts(
  trx: Knex.Transaction,
  decision: { id: string; seq: number; state: DecisionState },
  candidate: Candidate,
  builds: readonly BuildInfo[],
): Promise<void> {
  const { environment, parts } = candidate;
  await trx('decision_components').insert(
    entitiesOf(candidate).map(component => ({
      decision_seq: decision.seq,
      component,
      environment,
      state: decision.state,
    })),
  );
  if (!parts) return;
  await trx('bundle_parts').insert(
    builds.map(({ component, buildId, commit, repo }) => ({
      decision_id: decision.id,
      component,
      build_id: buildId,
      environment,
      commit_id: commit,
      repo_key: repoKey(repo.url),
    })),
  );
}
