/** Why a release was not pushed, in one line, with the exit code that says it. */
export class ReleaseProblem extends Error {
  readonly name = 'ReleaseProblem';

  /** @param exitCode - 1 when something is missing or down, 3 when it was refused */
  constructor(message: string, readonly exitCode: 1 | 3) {
    super(message);
  }
}
