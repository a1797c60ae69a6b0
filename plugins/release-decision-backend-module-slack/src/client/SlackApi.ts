import { boundedFetch } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import type { KnownBlock, ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { SlackFault } from './SlackFault';
import { quietLogger } from './quietLogger';
import { toSlackFault } from './toSlackFault';

/** Marks our messages, so that one can be found again by its key. */
const EVENT_TYPE = 'release_decision';
const PAGE = 100;
const MAX_PAGES = 10;
/** The portal waits 50 s for a delivery; looking up is one part of it. */
const MAX_SEARCH_MS = 15_000;
const MAX_WAIT_SECONDS = 3600;

export type Posted = { channel: string; ts: string };

export type OutgoingMessage = {
  channel: string;
  text: string;
  blocks: KnownBlock[];
};

/** Somebody in Slack, as Slack knows them. */
export type SlackUser = {
  teamId: string | null;
  email: string | null;
  /** Nobody else's hand may be behind the e-mail address. */
  isConfirmedPerson: boolean;
};

const posted = z.object({ channel: z.string(), ts: z.string() });
const page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({
            event_type: z.string().optional(),
            event_payload: z.record(z.string(), z.unknown()).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  response_metadata: z
    .object({ next_cursor: z.string().optional() })
    .optional(),
});
const user = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    is_email_confirmed: z.boolean().optional(),
    profile: z.object({ email: z.string().optional() }).optional(),
  }),
});

/**
 * The calls to Slack that this module makes, through Slack's own client. Every
 * failure is a `SlackFault`. A limit (429) holds only the method and channel
 * that Slack limited, and is not waited for here.
 */
export class SlackApi {
  private readonly client: WebClient;
  private readonly heldUntil = new Map<string, number>();
  private team: string | null = null;

  constructor(options: {
    token: string;
    apiUrl: URL;
    timeoutMs: number;
    logger: LoggerService;
  }) {
    this.client = new WebClient(options.token, {
      slackApiUrl: options.apiUrl.href,
      allowAbsoluteUrls: false,
      fetch: boundedFetch(options.apiUrl, options.timeoutMs),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quietLogger(options.logger),
    });
  }

  private async call<T>(
    method: string,
    channel: string,
    answer: z.ZodType<T>,
    args: Record<string, unknown>,
  ): Promise<T> {
    const lane = `${method} ${channel}`;
    const waitMs = (this.heldUntil.get(lane) ?? 0) - performance.now();
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new SlackFault(
        `Slack limits ${method}; it may be called again in ${seconds} s`,
        { outcome: 'refused', retryAfterSeconds: seconds },
      );
    }
    this.heldUntil.delete(lane);
    try {
      return answer.parse(await this.client.apiCall(method, args));
    } catch (error) {
      const fault = toSlackFault(method, error);
      const { retryAfterSeconds } = fault.details;
      if (retryAfterSeconds !== undefined) {
        const held = Math.min(retryAfterSeconds, MAX_WAIT_SECONDS) * 1000;
        this.heldUntil.set(lane, performance.now() + held);
      }
      throw fault;
    }
  }

  /**
   * @param key - found again by `find`.
   * @throws SlackFault
   */
  async post(
    message: OutgoingMessage & { key: string; threadTs?: string },
  ): Promise<Posted> {
    const { channel, text, blocks, key, threadTs } = message;
    return this.call('chat.postMessage', channel, posted, {
      channel,
      text,
      blocks,
      thread_ts: threadTs,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: EVENT_TYPE, event_payload: { key } },
    });
  }

  /** @throws SlackFault */
  async update(message: OutgoingMessage & { ts: string }): Promise<void> {
    const { channel, ts, text, blocks } = message;
    const args = { channel, ts, text, blocks };
    await this.call('chat.update', channel, posted, args);
  }

  /**
   * The message that was posted under a key in the channel, or in a thread of
   * it; null when there is none among the last thousand.
   *
   * @param since - seconds since 1970.
   * @throws SlackFault
   */
  async find(where: {
    channel: string;
    key: string;
    since: number;
    threadTs?: string;
  }): Promise<string | null> {
    const { channel, key, since, threadTs } = where;
    const method = threadTs ? 'conversations.replies' : 'conversations.history';
    const startedAt = performance.now();
    let cursor: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const { messages, response_metadata } = await this.call(
        method,
        channel,
        page,
        {
          channel,
          ts: threadTs,
          oldest: String(since),
          limit: PAGE,
          include_all_metadata: true,
          cursor,
        },
      );
      const found = messages.find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE &&
          metadata.event_payload?.key === key,
      );
      if (found) return found.ts;
      cursor = response_metadata?.next_cursor || undefined;
      if (!cursor) return null;
      if (performance.now() - startedAt > MAX_SEARCH_MS) {
        throw new SlackFault(
          'Slack is too slow to look a message up; it is tried again',
          { outcome: 'unknown' },
        );
      }
    }
    return null;
  }

  /** @throws SlackFault, `trigger_expired` 3 s after the click. */
  async openDialog(triggerId: string, view: ModalView): Promise<void> {
    const args = { trigger_id: triggerId, view };
    await this.call('views.open', '', z.unknown(), args);
  }

  /**
   * Tells one person, seen by nobody else.
   *
   * @throws SlackFault
   */
  async tell(to: {
    channel: string;
    user: string;
    text: string;
  }): Promise<void> {
    await this.call('chat.postEphemeral', to.channel, z.unknown(), to);
  }

  /** @throws SlackFault */
  async user(id: string): Promise<SlackUser> {
    const answer = await this.call('users.info', '', user, { user: id });
    const { team_id, profile, ...is } = answer.user;
    return {
      teamId: team_id ?? null,
      email: profile?.email ?? null,
      isConfirmedPerson:
        !is.deleted &&
        !is.is_bot &&
        !is.is_stranger &&
        is.is_email_confirmed !== false,
    };
  }

  /**
   * The workspace that the app is installed in.
   *
   * @throws SlackFault
   */
  async ownTeam(): Promise<string> {
    this.team ??= (
      await this.call('auth.test', '', z.object({ team_id: z.string() }), {})
    ).team_id;
    return this.team;
  }
}
