/** Events out of trials of one arm; whole numbers, 0 <= events <= trials. */
export type Counts = { events: number; trials: number };

/** @throws RangeError for what cannot be counted. */
export function assertCounts(...counts: Counts[]): void {
  for (const { events, trials } of counts) {
    if (
      !Number.isSafeInteger(events) ||
      !Number.isSafeInteger(trials) ||
      events < 0 ||
      events > trials
    ) {
      throw new RangeError(`${events} of ${trials} is not a count of events`);
    }
  }
}
