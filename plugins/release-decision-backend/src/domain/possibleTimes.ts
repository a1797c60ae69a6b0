import { ContractError } from '@adaptive-delivery/plugin-release-common';

/** How far the clock of a pipeline may be ahead of the portal's. */
const MAX_AHEAD_MS = 10 * 60_000;

/**
 * Refuses times that have not come: nothing can be decided about a build
 * before it is finished.
 *
 * @param times - RFC 3339 times by their path in the request.
 * @throws ContractError naming every path at fault.
 */
export function assertNotAhead(
  times: Readonly<Record<string, string>>,
  now: Date,
): void {
  const latest = now.getTime() + MAX_AHEAD_MS;
  const ahead = Object.entries(times).filter(
    ([, time]) => Date.parse(time) > latest,
  );
  if (ahead.length === 0) return;
  throw new ContractError(
    'request body',
    ahead.map(([path, time]) => ({
      path,
      message: `is ${time}, but it is ${now.toISOString()} at the portal, and clocks may differ by at most 10 minutes; set the clock of the pipeline`,
    })),
  );
}
