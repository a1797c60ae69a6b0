/** A place in the list of policies: after the one with this start and digest. */
export type OutcomesCursor = { since: string; digest: string };

/** `2026-11-23T15:04:05.000Z~<sha256>` */
export const OUTCOMES_CURSOR =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f]{64})$/;

export function formatCursor({ since, digest }: OutcomesCursor): string {
  return `${since}~${digest}`;
}

/** @throws Error for what `formatCursor` did not make. */
export function parseCursor(cursor: string): OutcomesCursor {
  const match = OUTCOMES_CURSOR.exec(cursor);
  if (!match) throw new Error(`${cursor} is not a cursor of this list`);
  return { since: match[1], digest: match[2] };
}
