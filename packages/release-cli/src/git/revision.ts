import { badInput } from '../exitCodes';

/**
 * Refuses a revision that git could take for an option, or that no revision
 * can look like (git-check-ref-format(1), gitrevisions(7)).
 */
export function assertRevision(revision: string, flag: string) {
  if (
    revision === '' ||
    revision.length > 250 ||
    revision.startsWith('-') ||
    revision.includes('..') ||
    /[\s:?*[\\]|\p{Cc}/u.test(revision)
  ) {
    throw badInput(
      `${flag}: ${JSON.stringify(
        revision.slice(0, 80),
      )} is not a revision; give a tag, a branch or a commit id`,
    );
  }
}
