import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';

/** Given to every call; aborting it ends the request. */
export type RequestOptions = { signal?: AbortSignal };

export type QueryValue = string | number | boolean | undefined;

const TIMEOUT_MS = 15_000;

/** A backend that did not answer in time; the message is for people. */
export class TimeoutError extends Error {
  readonly name = 'TimeoutError';
}

type Request = RequestOptions & {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, QueryValue>;
  body?: unknown;
};

/**
 * Requests to one of the portal's backends, with a timeout.
 *
 * Throws ResponseError for an answer that is not 2xx, TimeoutError after 15
 * seconds without an answer, and AbortError when the caller's signal aborts.
 */
export class PortalClient {
  constructor(
    private readonly pluginId: string,
    private readonly discoveryApi: DiscoveryApi,
    private readonly fetchApi: FetchApi,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  /** The JSON body of a successful answer. */
  async json<T>(path: string, request: Request = {}): Promise<T> {
    return this.send(path, request, response => response.json());
  }

  /** A request whose answer has nothing the caller needs. */
  async done(path: string, request: Request): Promise<void> {
    await this.send(path, request, response => response.text());
  }

  private async send<T>(
    path: string,
    request: Request,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController();
    const onAbort = () => abort.abort();
    if (request.signal?.aborted) abort.abort();
    request.signal?.addEventListener('abort', onAbort);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      abort.abort();
    }, this.timeoutMs);
    try {
      const response = await this.fetchApi.fetch(
        await this.url(path, request.query),
        {
          method: request.method ?? 'GET',
          headers:
            request.body === undefined
              ? undefined
              : { 'Content-Type': 'application/json' },
          body:
            request.body === undefined
              ? undefined
              : JSON.stringify(request.body),
          signal: abort.signal,
        },
      );
      if (!response.ok) throw await ResponseError.fromResponse(response);
      return await read(response);
    } catch (error) {
      if (!timedOut) throw error;
      throw new TimeoutError(
        `The ${this.pluginId} backend did not answer within ${
          this.timeoutMs / 1000
        } s.`,
      );
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
    }
  }

  private async url(path: string, query: Record<string, QueryValue> = {}) {
    const base = await this.discoveryApi.getBaseUrl(this.pluginId);
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(key, String(value));
    }
    const search = parameters.toString();
    return `${base}${path}${search ? `?${search}` : ''}`;
  }
}
