import { shorten } from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';
import { GitHubFault } from './GitHubFault';

const MAX_WAIT_SECONDS = 3600;
/** GitHub's advice when a secondary limit says no time. */
const DEFAULT_WAIT_SECONDS = 60;

/** What to do about the answers that a person can mend. */
const REMEDIES: Record<number, string> = {
  401: 'check adaptiveDelivery.github.appId and privateKey, and the clock',
  403: 'grant the GitHub App the permissions that the README lists, and accept them in the organization',
  404: 'install the GitHub App on the repository',
  301: 'the repository moved; submit builds with its new address',
  302: 'the repository moved; submit builds with its new address',
  307: 'the repository moved; submit builds with its new address',
};

const requestError = z.object({
  status: z.number(),
  message: z.string(),
  response: z
    .object({ headers: z.record(z.string(), z.unknown()).default({}) })
    .optional(),
});

/**
 * Seconds to wait when an answer is one of GitHub's limits, which come as 403
 * or 429 (docs.github.com, "Rate limits for the REST API"); undefined otherwise.
 */
function limitedFor(
  status: number,
  message: string,
  headers: Record<string, unknown>,
): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const number = (name: string) => {
    const value = headers[name];
    return value === undefined ? NaN : Number(value);
  };
  const retryAfter = number('retry-after');
  const isSpent = number('x-ratelimit-remaining') === 0;
  const isLimit =
    status === 429 ||
    Number.isFinite(retryAfter) ||
    isSpent ||
    /secondary rate limit/i.test(message);
  if (!isLimit) return undefined;
  const untilReset = number('x-ratelimit-reset') - Date.now() / 1000;
  const wait = [retryAfter, isSpent ? untilReset : NaN].find(Number.isFinite);
  return Math.min(
    MAX_WAIT_SECONDS,
    Math.max(1, Math.ceil(wait ?? DEFAULT_WAIT_SECONDS)),
  );
}

/** Tells apart what the official client throws. */
export function toGitHubFault(what: string, error: unknown): GitHubFault {
  if (error instanceof GitHubFault) return error;
  const known = requestError.safeParse(error).data;
  if (!known?.response) {
    const words = error instanceof Error ? error.message : String(error);
    return new GitHubFault(
      `GitHub could not be reached to ${what}: ${shorten(words, 300)}`,
      { status: null },
      error,
    );
  }
  const { status, message, response } = known;
  const wait = limitedFor(status, message, response.headers);
  if (wait !== undefined) {
    return new GitHubFault(
      `GitHub limits the App, so it could not ${what}; it may be called again in ${wait} s`,
      { status, retryAfterSeconds: wait },
      error,
    );
  }
  const remedy = REMEDIES[status];
  return new GitHubFault(
    `GitHub answered ${status} to ${what}: ${shorten(message, 300)}${
      remedy ? `; ${remedy}` : ''
    }`,
    { status },
    error,
  );
}
