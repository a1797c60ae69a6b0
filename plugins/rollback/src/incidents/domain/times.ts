import { IncidentRecord } from '@adaptive-delivery/plugin-release-common';

/** Seconds from the start of the release until something was seen to be wrong. */
export function secondsToDetect(incident: IncidentRecord): number {
  return seconds(incident.releaseStartedAt, incident.detectedAt);
}

/** Seconds from detection until the target was back; null while it is not. */
export function secondsToRestore(incident: IncidentRecord): number | null {
  return incident.restoredAt
    ? seconds(incident.detectedAt, incident.restoredAt)
    : null;
}

function seconds(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
