import { badInput } from '../exitCodes';
import { Checkout } from './checkout';
import { Git } from './Git';
import { assertRevision } from './revision';

/** The commit of the release that this one follows. */
export type Base =
  | { kind: 'commit'; commit: string; words: string }
  /** HEAD is the first commit: everything is new. */
  | { kind: 'none'; words: string }
  /** There is one, but this clone does not hold it. */
  | { kind: 'unseen'; words: string };

/**
 * Where `release gate --record` keeps the commit that may proceed, in the
 * clone of a persistent CI workspace.
 */
export function recordRef(component: string): string {
  return `refs/adaptive-delivery/proceeded/${component.replace(':', '/')}`;
}

const toCommit = (git: Git, revision: string) =>
  git.tryLine(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);

const isAncestor = async (git: Git, older: string, newer: string) =>
  (await git.tryLine(['merge-base', '--is-ancestor', older, newer])) !==
  undefined;

async function lastTag(git: Git, pattern?: string) {
  // a tag on HEAD names this release, not the one before
  const own = (await git.line(['tag', '--points-at', 'HEAD']))
    .split('\n')
    .filter(Boolean);
  return git.tryLine([
    'describe',
    '--tags',
    '--abbrev=0',
    ...(pattern ? [`--match=${pattern}`] : []),
    ...own.map(tag => `--exclude=${tag}`),
    'HEAD',
  ]);
}

async function recorded(git: Git, component: string, head: string) {
  const commit = await toCommit(git, recordRef(component));
  if (!commit || commit === head) return undefined;
  return (await isAncestor(git, commit, head)) ? commit : undefined;
}

const UNSHALLOW =
  'this clone is shallow; fetch everything (git fetch --unshallow --tags, or fetch-depth: 0)';

/**
 * Finds the base: what `since` names, else the nearer of the last tag that
 * HEAD can reach and the commit that `release gate --record` kept, else the
 * first parent.
 *
 * @throws CliError when `since` is not a commit of a full clone.
 */
export async function findBase(
  git: Git,
  checkout: Checkout,
  options: { component: string; since?: string; tagPattern?: string },
): Promise<Base> {
  const { since, component } = options;
  if (since !== undefined) {
    assertRevision(since, '--since');
    const commit = await toCommit(git, since);
    if (commit) return { kind: 'commit', commit, words: since };
    if (checkout.isShallow) {
      return { kind: 'unseen', words: `${since} is not in it: ${UNSHALLOW}` };
    }
    throw badInput(
      `--since: ${since} is not a commit of this clone; fetch it, or name another`,
    );
  }

  const tag = await lastTag(git, options.tagPattern);
  const tagged = tag && (await toCommit(git, `refs/tags/${tag}`));
  const kept = await recorded(git, component, checkout.commit);
  if (kept && (!tagged || (await isAncestor(git, tagged, kept)))) {
    return { kind: 'commit', commit: kept, words: 'the last recorded release' };
  }
  if (tagged) return { kind: 'commit', commit: tagged, words: `tag ${tag}` };

  const [parent] = checkout.parents;
  if (parent) return { kind: 'commit', commit: parent, words: 'the parent' };
  return checkout.isShallow
    ? { kind: 'unseen', words: UNSHALLOW }
    : { kind: 'none', words: 'the first commit' };
}
