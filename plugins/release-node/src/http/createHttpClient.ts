import axios, { AxiosError, AxiosInstance, AxiosRequestConfig } from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';

export type HttpClientOptions = {
  /** `host` or `host:port` that may be called; redirects are held to it too. */
  allowedHosts: readonly string[];
  /** Of one attempt, connection included. */
  timeoutMs: number;
  maxResponseBytes?: number;
  /** Further attempts for GET, HEAD, PUT and DELETE; none for POST and PATCH. */
  retries?: number;
};

const IDEMPOTENT = new Set(['get', 'head', 'put', 'delete']);
const RETRIED_STATUS = new Set([429, 502, 503, 504]);

/** Tries made so far, carried on the request's own configuration. */
type CountedConfig = AxiosRequestConfig & { attempt?: number };

function assertAllowed(url: URL, allowedHosts: readonly string[]) {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`${url.protocol} is not allowed for outbound calls`);
  }
  if (
    !allowedHosts.includes(url.host) &&
    !allowedHosts.includes(url.hostname)
  ) {
    throw new Error(
      `${
        url.host
      } is not among the hosts that may be called (${allowedHosts.join(', ')})`,
    );
  }
}

function isWorthRetrying(error: unknown): error is AxiosError {
  if (!axios.isAxiosError(error)) return false;
  if (error.code === AxiosError.ERR_CANCELED) return false;
  if (error.code === AxiosError.ERR_BAD_OPTION_VALUE) return false;
  if (!error.response) return error.request !== undefined;
  return RETRIED_STATUS.has(error.response.status);
}

/** Full jitter over an exponential ceiling (AWS Architecture Blog, 2015). */
function backoffMs(attempt: number) {
  return Math.random() * Math.min(5_000, 100 * 2 ** attempt);
}

/**
 * The one way out of the portal: every outbound call is held to a list of
 * hosts (after redirects as well), to a time and to a size.
 */
export function createHttpClient(options: HttpClientOptions): AxiosInstance {
  const { allowedHosts, retries = 2 } = options;
  const client = axios.create({
    timeout: options.timeoutMs,
    maxContentLength: options.maxResponseBytes ?? 10 * 1024 * 1024,
    maxBodyLength: 10 * 1024 * 1024,
    maxRedirects: 3,
    proxy: false,
    beforeRedirect: target => {
      assertAllowed(new URL(String(target.href)), allowedHosts);
    },
  });

  client.interceptors.request.use(config => {
    assertAllowed(new URL(client.getUri(config)), allowedHosts);
    // axios' timeout covers the answer only; the signal covers connecting too.
    const deadline = AbortSignal.timeout(options.timeoutMs);
    config.signal = config.signal
      ? AbortSignal.any([config.signal as AbortSignal, deadline])
      : deadline;
    return config;
  });

  client.interceptors.response.use(undefined, async error => {
    if (!isWorthRetrying(error) || !error.config) throw error;
    const config = error.config as CountedConfig;
    const attempt = config.attempt ?? 0;
    const method = (config.method ?? 'get').toLowerCase();
    if (attempt >= retries || !IDEMPOTENT.has(method)) throw error;
    await sleep(backoffMs(attempt));
    return client.request({
      ...config,
      attempt: attempt + 1,
      signal: undefined,
    } as CountedConfig);
  });
  return client;
}
