import { ApprovalDesk, sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { GitHubApi, isGitHubStatus } from '../client';
import { MAX_AGE_MS, ProtectionStore, WaitingProtection } from '../database';
import { Repository } from '../repository';
import {
  ProtectionAnswer,
  newestPerComponent,
  protectionAnswer,
} from './protectionAnswer';

/** GitHub keeps no more progress reports than this. */
export const MAX_TOLD = 10;
const LEASE_MS = 60_000;
/** A quarantine, for one, comes without notice. */
const LOOK_AGAIN_MS = 60_000;
/** The portal waits 50 s for a notice to be delivered. */
const PATIENCE_MS = 10_000;
const MAX_BACKOFF_MS = 3600_000;

/**
 * Answers deployment protection rules. Each request is kept in a table from
 * the webhook until GitHub has its answer, so that neither a restart nor a
 * GitHub that is down loses it; a decision that moves wakes what waits for it.
 */
export class Protections {
  constructor(
    private readonly deps: {
      api: GitHubApi;
      store: ProtectionStore;
      desk: () => ApprovalDesk;
      host: string;
      logger: LoggerService;
      /** Before the second try; doubled for each further one. */
      firstRetryMs?: number;
    },
  ) {}

  /** One round of the loop; true when there was work. */
  async run(signal?: AbortSignal): Promise<boolean> {
    const due = await this.deps.store.due();
    for (const id of due) {
      if (signal?.aborted) break;
      await this.settle(id);
    }
    return due.length > 0;
  }

  /**
   * What waits for a decision about a commit is looked at now; by the loop, as
   * far as that would keep the notice waiting.
   */
  async wake(repository: Repository, commit: string): Promise<void> {
    const ids = await this.deps.store.wake(repository, commit);
    const until = performance.now() + PATIENCE_MS;
    for (const id of ids) {
      if (performance.now() > until) break;
      await this.settle(id);
    }
  }

  /**
   * Answers one request, or reports why it waits. What fails on the way to
   * GitHub is tried again by the loop.
   */
  async settle(id: string): Promise<void> {
    const { store, logger } = this.deps;
    const waiting = await store.claim(id, LEASE_MS);
    if (!waiting) return;
    try {
      await this.answer(waiting);
    } catch (error) {
      const where = `${waiting.repository.owner}/${waiting.repository.name}`;
      const words = error instanceof Error ? error.message : String(error);
      if (isGitHubStatus(error, 422) || waiting.ageMs > MAX_AGE_MS) {
        logger.warn(
          `The deployment of run ${waiting.runId} in ${where} is not answered any more: ${words}`,
        );
        await store.end(id, 'gone');
        return;
      }
      logger.warn(
        `The deployment of run ${waiting.runId} in ${where} could not be answered and will be tried again: ${words}`,
      );
      const failures = waiting.failures + 1;
      const base = this.deps.firstRetryMs ?? 5_000;
      const after = Math.min(
        MAX_BACKOFF_MS,
        base * 2 ** Math.min(failures, 20),
      );
      await store.release(id, after, failures);
    }
  }

  private async answer(waiting: WaitingProtection): Promise<void> {
    const { api, store } = this.deps;
    const { id, repository, runId, githubEnvironment } = waiting;
    const answer = await this.find(waiting);
    const review = { runId, environment: githubEnvironment, ...answer };
    if (answer.state) {
      await api.reviewDeployment(repository, review);
      await store.end(id, answer.state);
      return;
    }
    const digest = sha256Of(answer.comment);
    if (digest !== waiting.told && waiting.toldCount < MAX_TOLD) {
      await store.tell(id, digest);
      await api.reviewDeployment(repository, review);
    }
    await store.release(id, LOOK_AGAIN_MS, 0);
  }

  private async find(waiting: WaitingProtection): Promise<ProtectionAnswer> {
    const { host, desk } = this.deps;
    const { repository, commit, environment } = waiting;
    const records = await desk().findByCommit({
      repoUrl: `https://${host}/${repository.owner}/${repository.name}`,
      commit,
      environment,
    });
    const decided = await Promise.all(
      newestPerComponent(records).map(async record => ({
        record,
        gate: await desk().gate(record.id),
      })),
    );
    return protectionAnswer(waiting, decided);
  }
}
