import {
  StoredArtifact,
  isArtifactPath,
} from '@adaptive-delivery/plugin-release-node';
import { RetentionRules } from './readArtifactSettings';

/** What must stay, with the reason in words, as decide knows it. */
export type ArtifactUse = {
  digests: ReadonlyMap<string, string>;
  /** Folders of records. */
  folders: ReadonlyMap<string, string>;
};

export type RetentionVerdict = { remove: boolean; why: string };

const DAY_MS = 24 * 3_600_000;

const keep = (why: string): RetentionVerdict => ({ remove: false, why });

/** Whether something may go. Whatever is not plainly old and unused stays. */
export function judgeArtifact(
  item: StoredArtifact,
  use: ArtifactUse,
  rules: RetentionRules,
  now: Date,
): RetentionVerdict {
  const { path, sha256, storedAt } = item;
  const [area] = path.split('/');
  if (!isArtifactPath(path)) return keep('not a path of the store');
  if (area !== 'candidates' && area !== 'records') {
    return keep('releases are never removed');
  }
  const days = area === 'candidates' ? rules.candidateDays : rules.recordDays;
  if (days === null) return keep('records are kept for ever');
  const needed =
    use.digests.get(sha256) ??
    use.folders.get(path.slice(0, path.lastIndexOf('/')));
  if (needed !== undefined) return keep(needed);
  const ageMs = now.getTime() - Date.parse(storedAt);
  // Also of a time that cannot be read.
  if (!(ageMs > days * DAY_MS)) return keep(`not older than ${days} days`);
  return { remove: true, why: `older than ${days} days, and not in use` };
}

/** Before this something is old enough in an area; null when nothing ever is. */
export function oldBefore(
  area: 'candidates' | 'records',
  rules: RetentionRules,
  now: Date,
): Date | null {
  const days = area === 'candidates' ? rules.candidateDays : rules.recordDays;
  return days === null ? null : new Date(now.getTime() - days * DAY_MS);
}
