import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  ApprovalDesk,
  DecisionChannel,
  DecisionNotice,
} from '@adaptive-delivery/plugin-release-node';
import { checkContent, checkName } from '../check';
import { GitHubApi } from '../client';
import { CheckStore } from '../database';
import { Repository } from '../repository';
import { OpenedDesk } from './OpenedDesk';
import { BuildPlace, placesOf } from './placesOf';
import { showCheck } from './showCheck';

/** Shows every decision as a check run on the commits it is about. */
export class GitHubChannel implements DecisionChannel {
  readonly name = 'github';

  constructor(
    private readonly deps: {
      desk: OpenedDesk;
      api: GitHubApi;
      checks: CheckStore;
      /** Of the repositories' addresses. */
      host: string;
      /** Answers the deployments that wait for a decision about a commit. */
      wakeDeployments: (
        repository: Repository,
        commit: string,
      ) => Promise<void>;
    },
  ) {}

  open(desk: ApprovalDesk): void {
    this.deps.desk.open(desk);
  }

  async deliver({ decisionId }: Pick<DecisionNotice, 'decisionId'>) {
    const record = await this.deps.desk.get().find(decisionId);
    if (!record) return;
    const places = placesOf(record, this.deps.host);
    // A deployment is answered even while check runs cannot be written.
    for (const { repository, commit } of places) {
      await this.deps.wakeDeployments(repository, commit);
    }
    for (const place of places) await this.show(record, place);
  }

  private async show(
    record: DecisionRecord,
    { repository, commit, build }: BuildPlace,
  ) {
    const desk = this.deps.desk.get();
    const about = await desk.findByCommit({
      repoUrl: build.repo.url,
      commit,
      environment: record.environment,
    });
    const components = new Set(about.map(({ entityRef }) => entityRef));
    const name = checkName(record, components.size > 1);
    await showCheck(
      this.deps,
      { decisionId: record.id, repository, commit },
      record.revision,
      checkContent(record, desk.urlOf(record), name),
    );
  }
}
