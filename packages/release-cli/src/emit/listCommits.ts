import {
  BuildInfo,
  emailAddress,
} from '@adaptive-delivery/plugin-release-common';
import { RangeCommit } from '../git/range';
import { contractText } from '../output/safeText';

const MAX_COMMITS = 100;

/**
 * As many of the commits as fit, newest first. Everybody who wrote one is
 * still among the authors, because who may approve depends on that: an older
 * commit of an author gives way to one of an author who would be left out.
 */
export function pickCommits(
  commits: readonly RangeCommit[],
  limit: number,
): RangeCommit[] {
  const firsts = new Set<RangeCommit>();
  const seen = new Set<string>();
  for (const item of commits) {
    if (!seen.has(item.email)) firsts.add(item);
    seen.add(item.email);
  }
  let others = Math.max(0, limit - firsts.size);
  return commits
    .filter(item => firsts.has(item) || others-- > 0)
    .slice(0, limit);
}

/** The commits of a change as build-info has them; nothing for no commits. */
export function listCommits(
  commits: readonly RangeCommit[],
): BuildInfo['commits'] {
  if (commits.length === 0) return undefined;
  return pickCommits(commits, MAX_COMMITS).map(item => {
    const email = emailAddress.safeParse(item.email);
    return {
      commit: item.commit,
      message: contractText(item.message.split('\n', 1)[0], 500) ?? '(none)',
      author: contractText(item.author, 200) ?? '(none)',
      ...(email.success && { authorEmail: email.data }),
    };
  });
}
