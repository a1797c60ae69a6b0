/** What a pipeline can branch on. */
export const exitCodes = {
  /** Done; for `gate`: the release may proceed. */
  ok: 0,
  /** A fault of the program itself. */
  internal: 1,
  /** Wrong usage or bad input: nothing was sent. */
  badInput: 2,
  /** The portal refused: wrong content, no permission, a quarantined digest. */
  refused: 3,
  /** The portal cannot be reached, or fails. */
  unreachable: 4,
  /** `gate`: the release was rejected. */
  rejected: 10,
  /** `gate`: still on hold when the time was up. */
  hold: 11,
  /** `verify-ledger`, `verify-attestation`: something was altered or is missing. */
  altered: 12,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a message for a person and a code for a pipeline. */
export class CliError extends Error {
  readonly name = 'CliError';

  constructor(readonly exitCode: ExitCode, message: string) {
    super(message);
  }
}

export const badInput = (message: string) =>
  new CliError(exitCodes.badInput, message);
