import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  ApprovalDesk,
  DecisionChannel,
  DecisionNotice,
} from '@adaptive-delivery/plugin-release-node';
import { SlackApi, SlackFault } from '../client';
import { Post, PostStore } from '../database';
import { decisionMessage, endingMessage } from '../message';
import { PostOnce } from './PostOnce';

/** Somebody deleted the message. */
const GONE = new Set(['message_not_found', 'thread_not_found']);
/** Slack will never let it be changed; what comes is told in the thread only. */
const FIXED = new Set(['cant_update_message', 'edit_window_closed']);

const isCode = (error: unknown, codes: ReadonlySet<string>) =>
  error instanceof SlackFault && codes.has(error.details.code ?? '');

const messageKey = (decisionId: string) => `message:${decisionId}`;

/**
 * Shows decisions that wait for approval in Slack: one message per decision,
 * changed as the decision moves.
 */
export class SlackChannel implements DecisionChannel {
  readonly name = 'slack';
  private opened: ApprovalDesk | null = null;

  constructor(
    private readonly deps: {
      api: SlackApi;
      posts: PostStore;
      postOnce: PostOnce;
      /** Id of the channel for a component. */
      channelFor: (component: string) => Promise<string>;
    },
  ) {}

  open(desk: ApprovalDesk): void {
    this.opened = desk;
  }

  /** @throws Error before the portal has opened the channel. */
  desk(): ApprovalDesk {
    if (!this.opened) throw new Error('The approval desk is not open yet');
    return this.opened;
  }

  async deliver({ decisionId }: Pick<DecisionNotice, 'decisionId'>) {
    const record = await this.desk().find(decisionId);
    if (!record) return;
    const post = await this.shown(record);
    if (post) await this.tellEnding(record, post);
  }

  /** The decision's message as it is now; null when Slack was never asked. */
  private async shown(record: DecisionRecord): Promise<Post | null> {
    const known = await this.deps.posts.find(messageKey(record.id));
    const waits = record.state === 'awaitingApproval';
    if (known === null && !waits) return null;
    const post = known && known !== 'pending' ? known : await this.post(record);
    if (!post || post.revision >= record.revision) return post;
    return this.update(record, post);
  }

  private async post(record: DecisionRecord): Promise<Post | null> {
    return this.deps.postOnce.post(
      {
        key: messageKey(record.id),
        decisionId: record.id,
        revision: record.revision,
        channel: await this.deps.channelFor(record.entityRef),
        ...this.contentOf(record),
      },
      record.state === 'awaitingApproval',
    );
  }

  private async update(
    record: DecisionRecord,
    post: Post,
  ): Promise<Post | null> {
    const { api, posts } = this.deps;
    const { channel, ts } = post;
    const key = messageKey(record.id);
    try {
      await api.update({ channel, ts, ...this.contentOf(record) });
    } catch (error) {
      if (isCode(error, GONE)) {
        await posts.forget(key);
        return this.post(record);
      }
      if (!isCode(error, FIXED)) throw error;
    }
    await posts.shown(key, record.revision);
    return post;
  }

  private contentOf(record: DecisionRecord) {
    return decisionMessage(record, this.desk().urlOf(record));
  }

  private async tellEnding(record: DecisionRecord, post: Post) {
    const ending = endingMessage(record, this.desk().urlOf(record));
    if (!ending) return;
    await this.deps.postOnce.post({
      key: `${record.state}:${record.id}`,
      decisionId: record.id,
      revision: record.revision,
      channel: post.channel,
      threadTs: post.ts,
      ...ending,
    });
  }
}
