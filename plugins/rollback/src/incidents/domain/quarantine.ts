import {
  IncidentRecord,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReleaseDecisionApi,
  RequestOptions,
} from '@adaptive-delivery/plugin-release-react';

/** Ends a cursor that never ends. */
const MAX_PAGES = 20;

/** What of an incident's artifacts is in quarantine now. */
export async function quarantineOf(
  incident: IncidentRecord,
  api: Pick<ReleaseDecisionApi, 'listQuarantine'>,
  options: RequestOptions,
): Promise<QuarantineEntry[]> {
  const digests = new Set(incident.quarantine?.sha256);
  const found: QuarantineEntry[] = [];
  let cursor: string | undefined;
  for (let page = 0; digests.size > 0 && page < MAX_PAGES; page++) {
    const { items, nextCursor } = await api.listQuarantine({ cursor }, options);
    found.push(...items.filter(entry => digests.has(entry.sha256)));
    if (!nextCursor) {
      break;
    }
    cursor = nextCursor;
  }
  return found;
}
