/** What a collector saw; without a value the evidence is missing, and notices say why. */
export type Seen<T> = {
  value?: T;
  /** For a person, one line each. */
  notices: string[];
};

/** The notices of evidence that is missing, for each reason. */
export const leftOut = (what: string, reasons: readonly string[]) =>
  reasons.map(reason => `the ${what} is left out: ${reason}`);

/**
 * Globs that matched nothing, as reasons. What the others matched is only a
 * part of the evidence, and would read better than it is.
 */
export const nothingMatches = (missing: ReadonlyArray<{ files: string }>) =>
  missing.map(({ files }) => `nothing matches ${files}`);
