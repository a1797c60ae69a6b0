import {
  Candidate,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';

/** Why a candidate is refused: digest, artifact, since and until when, why, and what would lift it. */
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
    }) is quarantined until ${entry.until}, since ${entry.since}: ${
      entry.reason
    }${/[.!?]$/.test(entry.reason) ? '' : '.'}${incident} ` +
    'Submit a build with another digest, or have somebody with the permission quarantine.lift lift it.'
  );
}
