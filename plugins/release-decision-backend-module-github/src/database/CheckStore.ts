import { Knex } from 'knex';
import { Repository, repositoryKey } from '../repository';

/** Where a decision is shown. */
export type CheckPlace = {
  decisionId: string;
  repository: Repository;
  commit: string;
};

/**
 * The check run that shows a decision on a commit:
 *
 *     no row            it was never shown there
 *     checkRunId null   one may have been created; look for it first
 *     checkRunId        it is there
 *
 * The row is written, or its `checkRunId` taken away, before a check run is
 * created, so that a crash in between leaves behind that it is to be looked up.
 */
export type KnownCheck = {
  checkRunId: number | null;
  isCompleted: boolean;
  /** Of the decision, as the check shows it; -1 when that is not known. */
  revision: number;
};

type Row = {
  decision_id: string;
  repository: string;
  commit_id: string;
  check_run_id: number | string | null;
  completed: boolean | number;
  revision: number;
};

/** More would be a prefix that says nothing. */
const MAX_FOUND = 3;

export class CheckStore {
  constructor(private readonly knex: Knex) {}

  private at({ decisionId, repository, commit }: CheckPlace) {
    return this.knex<Row>('github_checks').where({
      decision_id: decisionId,
      repository: repositoryKey(repository),
      commit_id: commit,
    });
  }

  async find(place: CheckPlace): Promise<KnownCheck | null> {
    const row: Row | undefined = await this.at(place).first();
    return row
      ? {
          checkRunId: row.check_run_id === null ? null : +row.check_run_id,
          isCompleted: Boolean(row.completed),
          revision: row.revision,
        }
      : null;
  }

  /** One is about to be created. */
  async intend(place: CheckPlace): Promise<void> {
    const { decisionId, repository, commit } = place;
    await this.knex<Row>('github_checks')
      .insert({
        decision_id: decisionId,
        repository: repositoryKey(repository),
        commit_id: commit,
        check_run_id: null,
        completed: false,
        revision: -1,
      })
      .onConflict(['decision_id', 'repository', 'commit_id'])
      .merge({ check_run_id: null });
  }

  /** The check run shows this revision now. */
  async shown(
    place: CheckPlace,
    shown: { checkRunId: number; isCompleted: boolean; revision: number },
  ): Promise<void> {
    const { checkRunId, isCompleted, revision } = shown;
    await this.at(place).update({
      check_run_id: checkRunId,
      completed: isCompleted,
      revision,
    });
  }

  /** Ids of the decisions shown in a repository that begin so; at most 3. */
  async decisionsLike(
    repository: Repository,
    idPrefix: string,
  ): Promise<string[]> {
    if (!/^[0-9a-f-]+$/.test(idPrefix)) return [];
    const rows: Array<{ decision_id: string }> = await this.knex(
      'github_checks',
    )
      .distinct('decision_id')
      .where({ repository: repositoryKey(repository) })
      .where('decision_id', 'like', `${idPrefix}%`)
      .limit(MAX_FOUND);
    return rows.map(row => row.decision_id);
  }
}
