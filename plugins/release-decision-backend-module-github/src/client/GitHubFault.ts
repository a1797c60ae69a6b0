/** A call to GitHub that failed, with what to do about it in words. */
export class GitHubFault extends Error {
  readonly name = 'GitHubFault';

  constructor(
    message: string,
    readonly details: {
      /** Of GitHub's answer; null when there was none. */
      status: number | null;
      /** GitHub asks not to call again before so many seconds have passed. */
      retryAfterSeconds?: number;
    },
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

export const isGitHubStatus = (error: unknown, ...statuses: number[]) =>
  error instanceof GitHubFault &&
  error.details.status !== null &&
  statuses.includes(error.details.status);
