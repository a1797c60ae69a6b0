import { createHttpClient } from './createHttpClient';

/** Statuses that carry no body. */
const EMPTY = new Set([101, 204, 205, 304]);
const DEFAULT_RETRY_AFTER_SECONDS = '30';

type BoundedFetch = (
  url: string | URL,
  init?: {
    method?: string;
    headers?: unknown;
    body?: unknown;
    signal?: AbortSignal | null;
  },
) => Promise<Response>;

/**
 * The portal's one way out as the `fetch` of another's official client: only
 * this host, no redirect, bounded in time and size, one attempt.
 */
export function boundedFetch(
  apiUrl: URL,
  timeoutMs: number,
  maxResponseBytes: number = 10 * 1024 * 1024,
): BoundedFetch {
  const client = createHttpClient({
    allowedHosts: [apiUrl.host],
    timeoutMs,
    maxResponseBytes,
    retries: 0,
  });
  return async (url, init) => {
    const answer = await client.request<string>({
      url: String(url),
      method: init?.method ?? 'GET',
      headers: init?.headers as Record<string, string> | undefined,
      data: init?.body,
      signal: init?.signal ?? undefined,
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
