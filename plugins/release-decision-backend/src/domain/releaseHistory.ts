import { ReleaseHistory } from '@adaptive-delivery/plugin-release-common';

/** How many of the last releases the failure rate is over. */
export const HISTORY_LENGTH = 10;

const DAY_MS = 86_400_000;

export type PastRelease = {
  state: 'promoted' | 'rolledBack';
  /** RFC 3339. */
  finishedAt: string;
};

/**
 * How the last releases turned out; undefined when there was none, because
 * that is missing evidence and not a clean record.
 *
 * @param past - newest first
 */
export function historyOf(
  past: readonly PastRelease[],
  now: Date,
): ReleaseHistory | undefined {
  const last = past.slice(0, HISTORY_LENGTH);
  if (last.length === 0) return undefined;
  const failed = last.filter(({ state }) => state === 'rolledBack').length;
  const sinceMs = now.getTime() - Date.parse(last[0].finishedAt);
  return {
    releases: last.length,
    recentFailureRate: failed / last.length,
    daysSinceLastRelease: Math.max(0, Math.round(sinceMs / DAY_MS)),
  };
}
