import { ChangeMetrics } from '@adaptive-delivery/plugin-release-common';
import { ChangedFile } from '../git/diff';
import { History } from '../git/history';
import { RangeCommit } from '../git/range';
import { normalizedEntropy } from './entropy';

const SECONDS_PER_DAY = 86_400;

export type ChangeFacts = {
  /** Commits of the change, merges left out. */
  commits: readonly RangeCommit[];
  files: readonly ChangedFile[];
  /** Lines of each file before the change; 0 for new and binary files. */
  linesBefore: readonly number[];
  /** Up to the base, with `lastChangedAt` in the order of `files`. */
  history: History;
  /** Committer time of HEAD, in seconds since the epoch. */
  changedAt: number;
};

export type ChangeOptions = {
  /** Directory levels that name a subsystem. */
  subsystemDepth: number;
  /** Tells a fix by the subject of its commit. */
  fixPattern: RegExp;
};

/** Words of a repair, after the keywords of Kamei et al. (bug, fix, defect, patch). */
export const DEFAULT_FIX_PATTERN =
  /\b(?:bug|bugs|bugfix|hotfix|fix|fixes|fixed|fixing|defect|defects|patch|patches|patched|regression)\b/i;

const directory = (path: string) => {
  const segments = path.split('/').slice(0, -1);
  return segments.length ? segments.join('/') : '.';
};

const subsystem = (path: string, depth: number) =>
  directory(path).split('/').slice(0, depth).join('/');

/** A move touches the directory that it leaves as well. */
const places = (files: readonly ChangedFile[]) =>
  files.flatMap(({ path, pathBefore }) =>
    pathBefore === undefined ? [path] : [path, pathBefore],
  );

const distinct = (values: readonly string[]) => new Set(values).size;

const mean = (values: readonly number[]) =>
  values.length === 0
    ? 0
    : values.reduce((sum, item) => sum + item, 0) / values.length;

/**
 * The change metrics of Kamei et al., "A large-scale empirical study of
 * just-in-time quality assurance" (IEEE TSE 39(6), 2013), over all commits
 * since the last release taken as one change:
 *
 * - diffusion: files NF, directories ND, subsystems NS, entropy
 * - size: linesAdded LA and linesDeleted LD between the two trees,
 *   linesInFilesBefore LT (summed over the files)
 * - history: ageDays AGE (mean over the files that existed, from their last
 *   change before the base to the commit time of HEAD; 0 when all are new),
 *   priorChanges NUC (distinct commits), authors NDEV (distinct, by email after
 *   .mailmap)
 * - experience: authorExperience EXP, the earlier commits of the author; with
 *   several commits the mean over them, rounded
 * - purpose: isFix FIX, whether the subject of at least one commit says so
 */
export function changeMetrics(
  facts: ChangeFacts,
  options: ChangeOptions,
): ChangeMetrics {
  const { commits, files, history } = facts;
  const ages = files.flatMap((_file, index) => {
    const last = history.lastChangedAt[index];
    if (last === undefined) return [];
    return [Math.max(0, facts.changedAt - last) / SECONDS_PER_DAY];
  });
  const touched = places(files);
  const added = files.map(file => file.lines?.added ?? 0);
  const deleted = files.map(file => file.lines?.deleted ?? 0);
  const sum = (values: readonly number[]) =>
    values.reduce((total, item) => total + item, 0);

  return {
    commits: commits.length,
    files: files.length,
    directories: distinct(touched.map(directory)),
    subsystems: distinct(
      touched.map(path => subsystem(path, options.subsystemDepth)),
    ),
    linesAdded: sum(added),
    linesDeleted: sum(deleted),
    entropy: normalizedEntropy(added.map((n, index) => n + deleted[index])),
    linesInFilesBefore: sum(facts.linesBefore),
    ageDays: mean(ages),
    priorChanges: history.priorChanges,
    authors: history.authors,
    authorExperience: Math.round(
      mean(commits.map(({ email }) => history.commitsByAuthor.get(email) ?? 0)),
    ),
    isFix: commits.some(({ message }) =>
      options.fixPattern.test(message.split('\n', 1)[0].slice(0, 500)),
    ),
  };
}
