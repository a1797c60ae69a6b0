import { boundedFetch } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { App, Octokit } from 'octokit';
import { z } from 'zod';
import { Repository, repositoryKey } from '../repository';
import { GitHubFault, isGitHubStatus } from './GitHubFault';
import { toGitHubFault } from './toGitHubFault';

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const PAGE = 100;
const MAX_PAGES = 10;
const MAX_INSTALLATIONS = 5_000;

export type CheckContent = {
  name: string;
  external_id: string;
  details_url: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion?:
    | 'success'
    | 'neutral'
    | 'action_required'
    | 'failure'
    | 'cancelled';
  started_at: string;
  completed_at?: string;
  output: { title: string; summary: string; text: string };
  actions: Array<{ label: string; description: string; identifier: string }>;
};

export type CheckRun = { id: number; isCompleted: boolean };

const checkRun = z
  .object({ id: z.int(), status: z.string() })
  .transform(({ id, status }) => ({ id, isCompleted: status === 'completed' }));
const checkPage = z.object({
  check_runs: z.array(
    z.object({
      id: z.int(),
      status: z.string(),
      external_id: z.string().nullish(),
    }),
  ),
});
const created = z.object({ id: z.int() });
const anything = z.unknown();

/**
 * The calls to GitHub that this module makes, through GitHub's own client, as
 * the App's installation on the repository. Every failure is a `GitHubFault`.
 * Limits are not waited for here: an owner that GitHub limits is left alone as
 * long as GitHub asks. The client's own retries and queues are off, because a
 * delivery has its time, and whatever failed is tried again from the outbox.
 */
export class GitHubApi {
  private readonly app: App;
  private readonly installations = new Map<string, number>();
  private readonly heldUntil = new Map<string, number>();

  constructor(
    private readonly options: {
      appId: number;
      privateKey: string;
      apiUrl: URL;
      timeoutMs: number;
      logger: LoggerService;
    },
  ) {
    const { appId, privateKey, apiUrl, timeoutMs, logger } = options;
    const log = {
      debug: () => {},
      info: () => {},
      warn: (words: string) => logger.debug(words),
      error: (words: string) => logger.debug(words),
    };
    this.app = new App({
      appId,
      privateKey,
      log,
      Octokit: Octokit.defaults({
        baseUrl: apiUrl.href.replace(/\/+$/, ''),
        request: { fetch: boundedFetch(apiUrl, timeoutMs, MAX_ANSWER_BYTES) },
        retry: { enabled: false },
        throttle: { enabled: false },
        log,
      }),
    });
  }

  private async installationOf(repository: Repository): Promise<Octokit> {
    const { owner, name } = repository;
    const key = repositoryKey(repository);
    let id = this.installations.get(key);
    if (id === undefined) {
      const found = await this.app.octokit.rest.apps.getRepoInstallation({
        owner,
        repo: name,
      });
      id = created.parse(found.data).id;
      if (this.installations.size >= MAX_INSTALLATIONS) {
        this.installations.clear();
      }
      this.installations.set(key, id);
    }
    return this.app.getInstallationOctokit(id) as unknown as Promise<Octokit>;
  }

  private assertNotHeld(owner: string, what: string) {
    const waitMs = (this.heldUntil.get(owner) ?? 0) - performance.now();
    if (waitMs <= 0) {
      this.heldUntil.delete(owner);
      return;
    }
    const seconds = Math.ceil(waitMs / 1000);
    throw new GitHubFault(
      `GitHub limits the App, so it could not ${what}; it may be called again in ${seconds} s`,
      { status: 429, retryAfterSeconds: seconds },
    );
  }

  private async call<T>(
    repository: Repository,
    what: string,
    answer: z.ZodType<T>,
    request: (
      octokit: Octokit,
      where: { owner: string; repo: string },
    ) => Promise<{ status: number; data: unknown }>,
  ): Promise<T> {
    const { owner, name } = repository;
    const lane = owner.toLocaleLowerCase('en-US');
    this.assertNotHeld(lane, what);
    const run = async () => {
      const octokit = await this.installationOf(repository);
      const where = { owner, repo: name };
      try {
        return await request(octokit, where);
      } catch (error) {
        if ((error as { status?: unknown }).status !== 401) throw error;
        // The token was taken back before its time; a new one may work.
        await octokit.auth({ type: 'installation', refresh: true });
        return request(octokit, where);
      }
    };
    try {
      const { status, data } = await run();
      if (status >= 300) {
        throw toGitHubFault(what, {
          status,
          message: 'a redirect, which is not followed',
          response: {},
        });
      }
      const parsed = answer.safeParse(data);
      if (parsed.success) return parsed.data;
      throw new GitHubFault(`The answer is not GitHub's, to ${what}`, {
        status,
      });
    } catch (error) {
      throw this.learnFrom(toGitHubFault(what, error), repository, lane);
    }
  }

  private learnFrom(fault: GitHubFault, repository: Repository, lane: string) {
    const { retryAfterSeconds } = fault.details;
    if (retryAfterSeconds !== undefined) {
      this.heldUntil.set(lane, performance.now() + retryAfterSeconds * 1000);
    }
    if (isGitHubStatus(fault, 401, 404)) {
      // The App may have been installed anew, under another number.
      this.installations.delete(repositoryKey(repository));
    }
    return fault;
  }

  /**
   * The newest of the App's check runs on a commit with this `external_id`.
   *
   * @throws GitHubFault
   */
  async findCheck(
    repository: Repository,
    commit: string,
    externalId: string,
  ): Promise<CheckRun | null> {
    const found: Array<z.infer<typeof checkPage>['check_runs'][number]> = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { check_runs: runs } = await this.call(
        repository,
        'look for the check run',
        checkPage,
        (octokit, where) =>
          octokit.rest.checks.listForRef({
            ...where,
            ref: commit,
            app_id: this.options.appId,
            filter: 'all',
            per_page: PAGE,
            page,
          }),
      );
      found.push(...runs.filter(run => run.external_id === externalId));
      if (runs.length < PAGE) break;
    }
    const newest = found.sort((a, b) => b.id - a.id).at(0);
    return newest ? checkRun.parse(newest) : null;
  }

  /** @throws GitHubFault */
  async createCheck(
    repository: Repository,
    commit: string,
    content: CheckContent,
  ): Promise<CheckRun> {
    return this.call(
      repository,
      'create the check run',
      checkRun,
      (octokit, where) =>
        octokit.rest.checks.create({
          ...where,
          ...content,
          head_sha: commit,
        } as Parameters<typeof octokit.rest.checks.create>[0]),
    );
  }

  /** @throws GitHubFault */
  async updateCheck(
    repository: Repository,
    id: number,
    content: CheckContent,
  ): Promise<CheckRun> {
    return this.call(
      repository,
      'update the check run',
      checkRun,
      (octokit, where) =>
        octokit.rest.checks.update({
          ...where,
          ...content,
          check_run_id: id,
        } as Parameters<typeof octokit.rest.checks.update>[0]),
    );
  }

  /**
   * Writes a comment on a pull request, or on a commit.
   *
   * @throws GitHubFault
   */
  async comment(
    repository: Repository,
    place: { pull: number } | { commit: string },
    body: string,
  ): Promise<void> {
    await this.call(repository, 'write a comment', created, (octokit, where) =>
      'pull' in place
        ? octokit.rest.issues.createComment({
            ...where,
            issue_number: place.pull,
            body,
          })
        : octokit.rest.repos.createCommitComment({
            ...where,
            commit_sha: place.commit,
            body,
          }),
    );
  }

  /**
   * Answers a deployment protection rule; a progress report without `state`.
   *
   * @throws GitHubFault
   */
  async reviewDeployment(
    repository: Repository,
    review: {
      runId: number;
      environment: string;
      state?: 'approved' | 'rejected';
      comment: string;
    },
  ): Promise<void> {
    const { runId, environment, state, comment } = review;
    const answer = { environment_name: environment, comment };
    await this.call(
      repository,
      'answer the deployment protection rule',
      anything,
      (octokit, where) =>
        octokit.rest.actions.reviewCustomGatesForRun({
          ...where,
          run_id: runId,
          ...(state ? { ...answer, state } : answer),
        } as Parameters<typeof octokit.rest.actions.reviewCustomGatesForRun>[0]),
    );
  }
}
