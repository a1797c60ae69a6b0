/** The paths under which one source file may be known; the likeliest first. */
export type SourceCandidates = readonly string[];

const isAbsolute = (path: string) => /^(?:\/|[A-Z]:\/)/.test(path);

/** With `/` between segments, without `.` and inner `..`; `c:\a\.\b` as `C:/a/b`. */
function tidy(path: string): string {
  const slashed = path
    .replace(/\\/g, '/')
    .replace(/^([a-z]):\//, (_match, drive) => `${drive.toUpperCase()}:/`);
  const kept: string[] = [];
  for (const segment of slashed.split('/')) {
    const before = kept[kept.length - 1];
    if (segment === '..' && before !== undefined && !/^(?:\.\.|)$/.test(before))
      kept.pop();
    else if (segment !== '.' && (segment !== '' || kept.length === 0))
      kept.push(segment);
  }
  return kept.join('/');
}

/** `/ws/` of `/ws/src/a.cc` when `src/a.cc` is the longest end of it that is tracked. */
function rootOf(path: string, tracked: ReadonlySet<string>) {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    if (tracked.has(path.slice(at + 1))) return path.slice(0, at + 1);
  }
  return undefined;
}

/** The folder that most of the paths have the checkout in; the longer of two. */
function commonRoot(
  paths: Iterable<string>,
  tracked: ReadonlySet<string>,
): string | undefined {
  const votes = new Map<string, number>();
  for (const path of paths) {
    const root = tracked.has(path) ? undefined : rootOf(path, tracked);
    if (root) votes.set(root, (votes.get(root) ?? 0) + 1);
  }
  return [...votes].sort(
    ([a, votesOfA], [b, votesOfB]) =>
      votesOfB - votesOfA || b.length - a.length,
  )[0]?.[0];
}

/**
 * Names the source files of one report as the checkout does. Reports come from
 * agents with other folders (`/home/ci/ws/src/a.cc`, `C:\ws\src\a.cc`); the
 * folder of the checkout there is told by the files of it that git tracks here.
 * What is in no such folder keeps its path.
 *
 * @param files - per source file, where the report says it may lie
 * @param tracked - paths that git tracks, with `/`
 * @returns one name per file, in the same order; empty for one that may lie nowhere
 */
export function nameSources(
  files: readonly SourceCandidates[],
  tracked: ReadonlySet<string>,
): string[] {
  const tidied = files.map(candidates => candidates.map(tidy));
  const root = commonRoot(tidied.flat(), tracked);
  const inCheckout = (path: string) =>
    root && path.startsWith(root) ? path.slice(root.length) : path;
  return tidied.map(candidates => {
    const names = candidates.map(inCheckout);
    return names.find(name => tracked.has(name)) ?? names[0] ?? '';
  });
}

/** A path below each of the folders that it may be relative to. */
export function candidatesOf(
  path: string,
  folders: readonly string[],
): SourceCandidates {
  if (folders.length === 0 || isAbsolute(tidy(path))) return [path];
  return folders.map(folder => `${folder.replace(/[\\/]+$/, '')}/${path}`);
}
