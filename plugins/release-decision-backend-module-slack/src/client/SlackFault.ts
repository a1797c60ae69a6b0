/** Whether Slack did what it was asked, as far as can be known. */
export type SlackOutcome = 'refused' | 'unknown';

/** A call to Slack that failed, with what to do about it in words. */
export class SlackFault extends Error {
  readonly name = 'SlackFault';

  constructor(
    message: string,
    readonly details: {
      /** `refused`: certainly not done. `unknown`: it may have been done. */
      outcome: SlackOutcome;
      /** Slack's own name of the error, such as `channel_not_found`. */
      code?: string;
      /** Slack asks not to call this again before so many seconds have passed. */
      retryAfterSeconds?: number;
    },
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
