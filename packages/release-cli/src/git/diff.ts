import { Git, GitError } from './Git';
import { splitNul } from './splitNul';

/** Renames are looked for among at most this many files. */
const RENAME_LIMIT = 1000;
const SUBMODULE = '160000';

/** One file of the change; paths are latin1, one character per byte. */
export type ChangedFile = {
  /** Where it is now; where it was, for a deleted file. */
  path: string;
  /** Where it was before; undefined for a new file. */
  pathBefore?: string;
  /** Content before, when that was a file (not a submodule). */
  blobBefore?: string;
  /** Undefined for a binary file, which has no lines. */
  lines?: { added: number; deleted: number };
};

/** The tree without files; its id depends on the repository's object format. */
const emptyTree = (git: Git) =>
  git.line(['hash-object', '-t', 'tree', '--stdin']);

/**
 * What differs between the trees of two commits, renames followed; from
 * nothing when there is no base.
 */
export async function readDiff(
  git: Git,
  base: string | undefined,
  head: string,
): Promise<ChangedFile[]> {
  const output = await git.run([
    'diff-tree',
    '-r',
    '-z',
    '-M',
    `-l${RENAME_LIMIT}`,
    '--raw',
    '--numstat',
    '--full-index',
    '--no-ext-diff',
    '--no-textconv',
    base ?? (await emptyTree(git)),
    head,
  ]);
  return parseDiff(splitNul(output));
}

/** Reads `git diff-tree --raw --numstat -z`: first all raw records, then all counts. */
export function parseDiff(fields: string[]): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  let at = 0;
  const next = () => {
    if (at >= fields.length) {
      throw new GitError('failed', 'git diff-tree ended in mid-record');
    }
    return fields[at++];
  };
  while (at < fields.length) {
    const field = next();
    if (field.startsWith(':')) {
      const [modeBefore, , blob, , status] = field.slice(1).split(' ');
      const first = next();
      const path = /^[RC]/.test(status) ? next() : first;
      const existed = status !== 'A';
      files.set(path, {
        path,
        pathBefore: existed ? first : undefined,
        blobBefore: existed && modeBefore !== SUBMODULE ? blob : undefined,
      });
    } else {
      const [added, deleted, ...name] = field.split('\t');
      let path = name.join('\t');
      if (path === '') {
        next();
        path = next();
      }
      const file = files.get(path);
      if (!file) throw new GitError('failed', `git counted an unknown file`);
      if (added !== '-') {
        file.lines = { added: Number(added), deleted: Number(deleted) };
      }
    }
  }
  return [...files.values()];
}
