import {
  ArtifactStoreUnreachableError,
  createHttpClient,
} from '@adaptive-delivery/plugin-release-node';
import axios, { AxiosInstance } from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';
import { toStoreError } from './faults';

const RETRIED = new Set([429, 502, 503, 504]);
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

export type ArtifactoryCall = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below the address of Artifactory, already encoded, with the slash. */
  url: string;
  /** Completes "could not …". */
  what: string;
  /** What it is about, for people. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Statuses that are an answer rather than a failure, besides 2xx. */
  answers?: readonly number[];
  bytes?: boolean;
};

export type ArtifactoryAnswer = { status: number; data: unknown };

function waitMs(error: unknown, attempt: number): number {
  const after = axios.isAxiosError(error)
    ? Number(error.response?.headers['retry-after'])
    : NaN;
  if (after >= 0 && after <= 10) return after * 1000;
  return Math.random() * Math.min(2_000, 100 * 2 ** attempt);
}

function isWorthRetrying(error: unknown): boolean {
  if (!axios.isAxiosError(error)) return false;
  if (error.response) return RETRIED.has(error.response.status);
  // A call that ran out of time is not made longer.
  return error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED';
}

/**
 * Calls to one Artifactory, with its token, held to its host, to a time and to
 * a size. Each call that is made here can be repeated, so all are retried.
 */
export class ArtifactoryClient {
  private readonly http: AxiosInstance;
  private readonly host: string;

  constructor(
    private readonly options: {
      url: string;
      token: string;
      timeoutMs: number;
      retries?: number;
    },
  ) {
    this.host = new URL(options.url).host;
    this.http = createHttpClient({
      allowedHosts: [this.host],
      timeoutMs: options.timeoutMs,
      maxResponseBytes: MAX_RESPONSE_BYTES,
      retries: 0,
    });
  }

  /**
   * @throws ArtifactMissingError, ArtifactConflictError, ArtifactRefusedError,
   * ArtifactStoreUnreachableError
   */
  async call(call: ArtifactoryCall): Promise<ArtifactoryAnswer> {
    const { retries = 2 } = this.options;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.once(call);
      } catch (error) {
        if (attempt < retries && isWorthRetrying(error)) {
          await sleep(waitMs(error, attempt));
          continue;
        }
        throw toStoreError(error, { ...call, host: this.host });
      }
    }
  }

  /** An answer that is not what Artifactory gives says nothing. */
  misread(what: string, cause: unknown): Error {
    return new ArtifactStoreUnreachableError(
      `Artifactory at ${this.host} answered ${what} with something else than Artifactory does; is adaptiveDelivery.artifactory.url right?`,
      cause,
    );
  }

  private async once(call: ArtifactoryCall): Promise<ArtifactoryAnswer> {
    const { answers = [] } = call;
    const { status, data } = await this.http.request<unknown>({
      method: call.method,
      url: `${this.options.url}${call.url}`,
      data: call.body,
      headers: {
        Authorization: `Bearer ${this.options.token}`,
        ...call.headers,
      },
      validateStatus: code =>
        (code >= 200 && code < 300) || answers.includes(code),
      ...(call.bytes && { responseType: 'arraybuffer' as const }),
    });
    return { status, data };
  }
}
