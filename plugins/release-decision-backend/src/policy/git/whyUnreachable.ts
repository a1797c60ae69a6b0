import { MAX_ANSWER_BYTES } from './gitHttp';
import { GitSettings } from './GitSettings';

/** It carries the request, and so the credentials. */
export const isAxiosError = (error: unknown) =>
  error instanceof Error && 'isAxiosError' in error;

function statusOf(error: unknown): number | null {
  const { data } = error as { data?: { statusCode?: unknown } };
  return typeof data?.statusCode === 'number' ? data.statusCode : null;
}

function statusWords(status: number, { key, credentials }: GitSettings) {
  if (status === 401 || status === 403) {
    return credentials
      ? `it refuses the credentials (${status}); look at ${key}.credentials, and whether the token is still valid and may read the repository`
      : `it asks for credentials (${status}); set ${key}.credentials.username and token`;
  }
  if (status === 404) {
    return credentials
      ? 'it has no such repository (404), or the token may not read it'
      : `it has no such repository (404), or none without credentials; look at ${key}.url, and set ${key}.credentials for a private one`;
  }
  return `it answered with status ${status}`;
}

/**
 * In one sentence why a repository could not be read and what to do.
 *
 * @param timedOut whether the time for the whole look had passed.
 */
export function whyUnreachable(
  error: unknown,
  settings: GitSettings,
  timedOut: boolean,
): string {
  const { timeoutSeconds, key } = settings;
  const cause = error instanceof Error ? error : new Error(String(error));
  const { message, code } = cause as NodeJS.ErrnoException;
  if (timedOut || code === 'ECONNABORTED' || code === 'ERR_CANCELED') {
    return `it did not answer within ${timeoutSeconds} s (${key}.timeoutSeconds)`;
  }
  if (/maxContentLength/.test(message)) {
    return `its answer is larger than ${MAX_ANSWER_BYTES} bytes; keep the policy in a repository of its own`;
  }
  const status = statusOf(error);
  if (status !== null) return statusWords(status, settings);
  if (isAxiosError(error)) return `it cannot be reached (${message || code})`;
  switch (cause.name) {
    case 'GitHttpError':
    case 'RepositoryError':
      return message;
    case 'PackError':
      return `${message}; keep the policy in a repository of its own`;
    case 'SmartHttpError':
    case 'ParseError':
      return `it does not answer as a Git server does; look at ${key}.url`;
    default:
      return `it cannot be read (${message || code})`;
  }
}
