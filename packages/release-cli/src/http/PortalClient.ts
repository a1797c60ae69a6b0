import { errorWords } from '../output/errorWords';
import { parseStrictJson } from '@adaptive-delivery/plugin-release-common';
import axios, { AxiosInstance } from 'axios';
import { safeText } from '../output/safeText';

/** The portal answered, and the answer is no: asking again will not help. */
export class PortalRefusal extends Error {
  readonly name = 'PortalRefusal';

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** The portal did not answer, or failed while answering: worth another try. */
export class PortalUnreachable extends Error {
  readonly name = 'PortalUnreachable';

  constructor(message: string, readonly retryAfterSeconds?: number) {
    super(message);
  }
}

export type PortalRequest = {
  method: 'GET' | 'POST';
  /** `release-decision` when left out. */
  plugin?: string;
  /** Below `/api/<plugin>`, such as `/v1/candidates`. */
  path: string;
  /** Permissions, for the words about a refusal; those of a pipeline when left out. */
  needs?: string;
  body?: unknown;
  /** Of this one request, connecting included. */
  timeoutMs: number;
};

export type PortalAnswer = { status: number; body: unknown };

const MAX_ANSWER_BYTES = 20 * 1024 * 1024;
const MAX_REQUEST_BYTES = 5 * 1024 * 1024;

/** What the portal says of a fault, as Backstage's ResponseError or as text. */
function complaint(text: string): string {
  try {
    const body = JSON.parse(text) as {
      error?: {
        message?: unknown;
        faults?: Array<{ path?: unknown; message?: unknown }>;
      };
    };
    const faults = Array.isArray(body.error?.faults) ? body.error.faults : [];
    if (faults.length > 0) {
      return faults
        .map(
          ({ path, message }) =>
            `\n  ${safeText(String(path || '(document)'))}: ${safeText(
              String(message),
            )}`,
        )
        .join('');
    }
    if (typeof body.error?.message === 'string') {
      return safeText(body.error.message.slice(0, 4000));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return safeText(text.slice(0, 200));
}

function hintFor(status: number, needs: string): string {
  if (status === 401) {
    return '\n  Is the token the one of this portal? It stands in its data folder as pipeline-token.';
  }
  return status === 403
    ? `\n  The token may not do this: it needs ${needs}.`
    : '';
}

const PIPELINE = 'release.decision.submit and release.decision.read';

/**
 * The API of one portal. Proxies of the environment are not
 * used and redirects not followed, so that the token goes to this address only.
 */
export class PortalClient {
  private readonly http: AxiosInstance;
  private readonly address: string;

  constructor(options: { portal: URL; token: string }) {
    this.address = options.portal.href.replace(/\/+$/, '');
    this.http = axios.create({
      maxContentLength: MAX_ANSWER_BYTES,
      maxBodyLength: MAX_REQUEST_BYTES,
      maxRedirects: 0,
      proxy: false,
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      headers: {
        Authorization: `Bearer ${options.token}`,
        Accept: 'application/json',
      },
    });
  }

  /** @throws PortalRefusal, PortalUnreachable */
  async request(request: PortalRequest): Promise<PortalAnswer> {
    const response = await this.send(request);
    const text = String(response.data ?? '');
    const { status } = response;
    if (status >= 300 && status < 400) {
      throw new PortalRefusal(
        status,
        `${this.address} redirects to ${safeText(
          String(response.headers.location ?? 'nowhere'),
        )}; give the portal's own address with --portal`,
      );
    }
    if (status >= 500 || status === 429 || status === 408) {
      const after = Number(response.headers['retry-after']);
      throw new PortalUnreachable(
        `${this.address} answers ${status}: ${complaint(text)}`,
        Number.isFinite(after) && after > 0 ? after : undefined,
      );
    }
    if (status >= 400) {
      throw new PortalRefusal(
        status,
        `${this.address} answers ${status}: ${complaint(text)}${hintFor(
          status,
          request.needs ?? PIPELINE,
        )}`,
      );
    }
    try {
      return { status, body: parseStrictJson(text, 'the answer') };
    } catch (error) {
      throw new PortalUnreachable(
        `${this.address} does not answer as a portal does: ${errorWords(
          error,
        )}`,
      );
    }
  }

  private async send(request: PortalRequest) {
    const { method, plugin = 'release-decision', path } = request;
    const { body, timeoutMs } = request;
    try {
      return await this.http.request({
        method,
        url: `${this.address}/api/${plugin}${path}`,
        data: body === undefined ? undefined : JSON.stringify(body),
        headers:
          body === undefined ? {} : { 'Content-Type': 'application/json' },
        timeout: timeoutMs,
        // axios' own timeout leaves out connecting
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      const why = axios.isCancel(error)
        ? `no answer within ${timeoutMs / 1000} s`
        : errorWords(error) ||
          (axios.isAxiosError(error) && error.code) ||
          'no connection';
      throw new PortalUnreachable(`${this.address}: ${why}`);
    }
  }
}
