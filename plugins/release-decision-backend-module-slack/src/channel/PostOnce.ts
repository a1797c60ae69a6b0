import { OutgoingMessage, SlackApi, SlackFault } from '../client';
import { Post, PostStore } from '../database';

type Claimed = { key: string; attempt: number };

/** Slack's clock may differ from the database's by so much. */
const CLOCK_SKEW_SECONDS = 600;

export type PostOnceTimes = {
  /** How long one attempt may take, looking up included. */
  leaseMs: number;
  /** How long Slack may still take a message whose answer got lost. */
  settleMs: number;
};

export const DEFAULT_TIMES: PostOnceTimes = {
  leaseMs: 60_000,
  settleMs: 10_000,
};

/**
 * Posts a message once per key: the intent is stored before anything is sent,
 * and after an attempt of unknown end the message is looked up in Slack by its
 * key before it is posted again.
 */
export class PostOnce {
  constructor(
    private readonly deps: {
      api: SlackApi;
      posts: PostStore;
      times: PostOnceTimes;
    },
  ) {}

  /**
   * @returns the message as it is in Slack; null when it is not there and was
   * not `wanted` any more.
   * @throws SlackFault when it could not be posted, or when that is not known.
   */
  async post(
    message: OutgoingMessage & {
      key: string;
      decisionId: string;
      revision: number;
      threadTs?: string;
    },
    wanted = true,
  ): Promise<Post | null> {
    const { posts, times } = this.deps;
    const claim = await posts.claim(message, times.leaseMs);
    if (claim.kind === 'posted') return claim.post;
    if (claim.kind === 'busy') {
      throw new SlackFault(
        'An earlier message to Slack is not settled yet; it is looked up before another one is sent',
        { outcome: 'refused' },
      );
    }
    const claimed = { key: message.key, attempt: claim.attempt };
    // Where it was first meant to go, should the configuration have changed.
    const outgoing = { ...message, channel: claim.channel };
    if (claim.uncertain) {
      const since = Math.floor(claim.firstTriedAt / 1000) - CLOCK_SKEW_SECONDS;
      const found = await this.lookUp(claimed, { ...outgoing, since });
      if (found) {
        return this.keep(claimed, claim.channel, { ts: found, revision: -1 });
      }
    }
    if (!wanted) {
      await posts.forget(message.key);
      return null;
    }
    const ts = await this.send(claimed, outgoing);
    return this.keep(claimed, claim.channel, {
      ts,
      revision: message.revision,
    });
  }

  private async lookUp(
    claimed: Claimed,
    where: Parameters<SlackApi['find']>[0],
  ) {
    try {
      return await this.deps.api.find(where);
    } catch (error) {
      await this.deps.posts.unsure(claimed.key, claimed.attempt, 0);
      throw error;
    }
  }

  private async send(
    { key, attempt }: Claimed,
    message: Parameters<SlackApi['post']>[0],
  ): Promise<string> {
    const { api, posts, times } = this.deps;
    try {
      return (await api.post(message)).ts;
    } catch (error) {
      const isRefused =
        error instanceof SlackFault && error.details.outcome === 'refused';
      await (isRefused
        ? posts.notPosted(key, attempt)
        : posts.unsure(key, attempt, times.settleMs));
      throw error;
    }
  }

  private async keep(
    { key, attempt }: Claimed,
    channel: string,
    post: Omit<Post, 'channel'>,
  ): Promise<Post> {
    if (!(await this.deps.posts.posted(key, attempt, post))) {
      throw new SlackFault(
        'Posting to Slack took longer than its lease; the message is looked up',
        { outcome: 'unknown' },
      );
    }
    return { channel, ...post };
  }
}
