import {
  Candidate,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';

/** Why a candidate is refused: digest, artifact, until when, why, incident. */
export function quarantineWords(
  entry: QuarantineEntry,
  artifacts: Candidate['artifacts'],
): string {
  const artifact = artifacts.find(({ sha256 }) => sha256 === entry.sha256);
  const incident = entry.incidentId
    ? ` Incident ${entry.incidentId} has the evidence.`
    : '';
  return (
    `The artifact ${artifact?.name ?? 'of this build'} (sha256 ${
      entry.sha256
    }) is quarantined until ${entry.until}: ${entry.reason}${
      /[.!?]$/.test(entry.reason) ? '' : '.'
    }${incident} ` +
    'Submit a build with another digest, or have the quarantine lifted.'
  );
}
