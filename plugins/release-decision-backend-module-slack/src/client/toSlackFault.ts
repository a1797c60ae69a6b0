import { shorten } from '@adaptive-delivery/plugin-release-common';
import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import { SlackFault } from './SlackFault';

/** What to do about the errors that a person can mend. */
const REMEDIES: Record<string, string> = {
  invalid_auth: 'set adaptiveDelivery.slack.token to the app’s bot token',
  not_authed: 'set adaptiveDelivery.slack.token to the app’s bot token',
  token_revoked: 'install the Slack app again and set its new bot token',
  token_expired: 'install the Slack app again and set its new bot token',
  account_inactive: 'install the Slack app again and set its new bot token',
  channel_not_found:
    'check the channel’s id, and invite the app to the channel with /invite',
  not_in_channel: 'invite the app to the channel with /invite',
  is_archived: 'name another channel in adaptiveDelivery.slack',
  missing_scope: 'add the scope to the Slack app and install it again',
};

/** Errors of Slack’s own that leave open whether the call took effect. */
const UNSURE = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);
/** Never left this machine. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const coded = z.object({ code: z.string() });
const limited = z.object({ retryAfter: z.number() });
const http = z.object({ statusCode: z.number() });
const platform = z.object({
  data: z.object({
    error: z.string().optional(),
    needed: z.string().optional(),
    response_metadata: z
      .object({ messages: z.array(z.string()).optional() })
      .optional(),
  }),
});
const request = z.object({
  original: z.object({ message: z.string(), code: z.string().optional() }),
});

function platformFault(method: string, error: unknown): SlackFault {
  const { data } = platform.parse(error);
  const code = data.error ?? '';
  // Slack's names of errors are words; anything else is not Slack's answer.
  if (!/^[a-z0-9_]{1,60}$/.test(code)) {
    return new SlackFault(
      `${method}: the answer is not Slack's: ${shorten(code, 200)}`,
      { outcome: 'unknown' },
      error,
    );
  }
  const more = [
    data.needed && `needs ${data.needed}`,
    REMEDIES[code],
    ...(data.response_metadata?.messages ?? []),
  ].filter(Boolean);
  return new SlackFault(
    `Slack refused ${method}: ${[code, ...more].join('; ')}`,
    { outcome: UNSURE.has(code) ? 'unknown' : 'refused', code },
    error,
  );
}

/** Tells apart what the official client throws. */
export function toSlackFault(method: string, error: unknown): SlackFault {
  switch (coded.safeParse(error).data?.code) {
    case ErrorCode.RateLimitedError: {
      const { retryAfter } = limited.parse(error);
      return new SlackFault(
        `Slack limits ${method}; it may be called again in ${retryAfter} s`,
        { outcome: 'refused', retryAfterSeconds: retryAfter },
        error,
      );
    }
    case ErrorCode.HTTPError:
      return new SlackFault(
        `Slack answered ${method} with ${http.parse(error).statusCode}`,
        { outcome: 'unknown' },
        error,
      );
    case ErrorCode.PlatformError:
      return platformFault(method, error);
    case ErrorCode.RequestError: {
      const { message, code } = request.parse(error).original;
      return new SlackFault(
        `Slack could not be reached for ${method}: ${message}`,
        { outcome: NOT_SENT.has(code ?? '') ? 'refused' : 'unknown' },
        error,
      );
    }
    default:
      return new SlackFault(
        `${method} failed: ${error instanceof Error ? error.message : error}`,
        { outcome: 'unknown' },
        error,
      );
  }
}
