import { createHttpClient } from '@adaptive-delivery/plugin-release-node';
import type { WebClientOptions } from '@slack/web-api';

type Fetch = NonNullable<WebClientOptions['fetch']>;

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
/** Statuses that carry no body. */
const EMPTY = new Set([101, 204, 205, 304]);
const DEFAULT_RETRY_AFTER_SECONDS = '30';

/**
 * The portal's one way out as the `fetch` of Slack's own client: only this
 * host, no redirect, bounded in time and size.
 */
export function boundedFetch(apiUrl: URL, timeoutMs: number): Fetch {
  const client = createHttpClient({
    allowedHosts: [apiUrl.host],
    timeoutMs,
    maxResponseBytes: MAX_ANSWER_BYTES,
    retries: 0,
  });
  return async (url, init) => {
    const answer = await client.request<string>({
      url: String(url),
      method: init?.method ?? 'GET',
      headers: init?.headers,
      data: init?.body,
      maxRedirects: 0,
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      if (typeof value === 'string') headers.set(name, value);
    }
    if (answer.status === 429 && !headers.has('retry-after')) {
      headers.set('retry-after', DEFAULT_RETRY_AFTER_SECONDS);
    }
    return new Response(EMPTY.has(answer.status) ? null : answer.data, {
      status: answer.status,
      statusText: answer.statusText,
      headers,
    });
  };
}
