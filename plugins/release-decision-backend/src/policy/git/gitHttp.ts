import { createHttpClient } from '@adaptive-delivery/plugin-release-node';
import type {
  GitHttpRequest,
  GitHttpResponse,
  HttpClient,
} from 'isomorphic-git';
import { GitSettings } from './GitSettings';

/** Of one answer; the pack of a policy repository has some kB. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The remote answered, but not in a way that may be followed. */
export class GitHttpError extends Error {
  readonly name = 'GitHttpError';
}

async function collect(body: GitHttpRequest['body']) {
  if (!body) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncIterableIterator<Uint8Array> {
  yield bytes;
}

const basic = ({ username, token }: { username: string; token: string }) =>
  `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`;

/** Only within the server: another one, or plain http, would get to choose the policy. */
function nextUrl(location: unknown, from: string, origin: string): string {
  const next =
    typeof location === 'string' && URL.canParse(location, from)
      ? new URL(location, from)
      : null;
  if (next?.origin !== origin) {
    throw new GitHttpError(
      `it redirects to ${
        next?.origin ?? 'nowhere'
      }, which is another server; write the repository's own address as url`,
    );
  }
  return next.href;
}

async function send(
  client: ReturnType<typeof createHttpClient>,
  request: { url: string; method: string; headers: object; data?: Buffer },
  signal: AbortSignal,
) {
  const { origin } = new URL(request.url);
  let { url } = request;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await client.request<Buffer>({
      ...request,
      headers: { ...request.headers },
      url,
      signal,
      responseType: 'arraybuffer',
      maxRedirects: 0,
      validateStatus: () => true,
    });
    if (!REDIRECTS.has(answer.status)) return { answer, url };
    url = nextUrl(answer.headers.location, url, origin);
  }
  throw new GitHttpError(`it redirects more than ${MAX_REDIRECTS} times`);
}

/**
 * isomorphic-git's way to the remote, held to the portal's rules for outbound
 * calls. Credentials go to the origin of the configured address only.
 *
 * @param signal ends whatever is under way.
 */
export function createGitHttp(
  settings: Pick<GitSettings, 'url' | 'credentials' | 'timeoutSeconds'>,
  signal: AbortSignal,
): HttpClient {
  const { credentials } = settings;
  const client = createHttpClient({
    allowedHosts: [new URL(settings.url).host],
    timeoutMs: settings.timeoutSeconds * 1000,
    maxResponseBytes: MAX_ANSWER_BYTES,
    retries: 0,
  });
  return {
    async request(request: GitHttpRequest): Promise<GitHttpResponse> {
      const { method = 'GET' } = request;
      const { answer, url } = await send(
        client,
        {
          url: request.url,
          method,
          headers: {
            ...request.headers,
            'user-agent': 'git/adaptive-delivery',
            ...(credentials && { authorization: basic(credentials) }),
          },
          data: await collect(request.body),
        },
        signal,
      );
      return {
        url,
        method,
        statusCode: answer.status,
        statusMessage: answer.statusText,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [
            name,
            String(value),
          ]),
        ),
        body: once(answer.data),
      };
    },
  };
}
