import { rememberOnce, sha256Of } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { GitHubApi } from '../client';
import { ProtectionStore } from '../database';
import { Protections } from '../protection';
import { Repository } from '../repository';
import { Answers } from './Answers';
import { Click, CommentPlace, WebhookEvent, WrittenAnswer } from './payload';

/** GitHub sends again by hand, for three days. */
const KEEP_MS = 30 * 24 * 3600_000;

/**
 * Takes webhooks. What GitHub will not say again, a deployment that waits, is
 * kept in the transaction that remembers the webhook. A person who answered and
 * heard nothing, because the process ended just then, can answer again.
 */
export class Webhooks {
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly deps: {
      knex: Knex;
      api: GitHubApi;
      protections: Protections;
      protectionStore: ProtectionStore;
      answers: Answers;
      logger: LoggerService;
    },
  ) {}

  /**
   * Known by its body, because that is what GitHub signs: the header with the
   * delivery's id could be changed by whoever sends it again.
   */
  async take(body: Buffer, event: WebhookEvent): Promise<boolean> {
    const { knex, protectionStore, protections } = this.deps;
    const taken = await knex.transaction(async trx => {
      const isNew = await rememberOnce(trx, {
        table: 'github_deliveries',
        digest: sha256Of(body.toString('latin1')),
        keepMs: KEEP_MS,
      });
      if (!isNew) return null;
      return {
        protectionId:
          event.kind === 'protection'
            ? await protectionStore.keep(trx, event)
            : null,
      };
    });
    if (!taken) return false;
    if (event.kind === 'click') this.behind(this.onClick(event));
    if (event.kind === 'comment') this.behind(this.onComment(event));
    if (taken.protectionId) {
      this.behind(protections.settle(taken.protectionId));
    }
    return true;
  }

  /** Waits until nothing runs behind an answer any more. */
  async settle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private async onClick(click: Click): Promise<void> {
    const told = await this.deps.answers.toClick(click);
    if (told) await this.tell(click, told.place, told.words);
  }

  private async onComment(comment: WrittenAnswer): Promise<void> {
    const { words } = await this.deps.answers.toComment(comment);
    await this.tell(comment, comment.place, words);
  }

  private async tell(
    { repository, login }: { repository: Repository; login: string },
    place: CommentPlace,
    words: string,
  ): Promise<void> {
    await this.deps.api.comment(repository, place, `@${login} ${words}`);
  }

  /** Lets work go on behind the answer to GitHub. */
  private behind(work: Promise<void>): void {
    const done: Promise<void> = work
      .catch(error =>
        this.deps.logger.warn(
          `Somebody could not be told on GitHub: ${
            error instanceof Error ? error.message : error
          }`,
        ),
      )
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }
}
