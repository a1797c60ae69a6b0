import { Git } from './Git';
import { NulFields, fieldText } from './splitNul';

/** Per commit; renames of larger commits are not followed. */
const RENAME_LIMIT = 200;

/** What the history up to the base tells about the changed files and authors. */
export type History = {
  /** Distinct commits that touched at least one of the files. */
  priorChanges: number;
  /** Distinct authors of those commits. */
  authors: number;
  /** Per file, the committer time of the last of them, in seconds. */
  lastChangedAt: Array<number | undefined>;
  /** Commits by author email, over the whole repository. */
  commitsByAuthor: Map<string, number>;
};

/**
 * Gathers the history from the fields of
 * `git log -z --name-status --format=%x01%H %ct %aE`, newest first, and follows
 * the files back through their renames.
 */
export class HistoryReader {
  private readonly filesByName = new Map<string, Set<number>>();
  private readonly authors = new Set<string>();
  private readonly commitsByAuthor = new Map<string, number>();
  private readonly lastChangedAt: Array<number | undefined>;
  private priorChanges = 0;

  private time = 0;
  private email = '';
  private isCounted = false;
  private status = '';
  private oldName: string | undefined;
  /** Of one commit; they count for the commits before it only. */
  private renames: Array<{ from: string; to: string }> = [];

  constructor(files: readonly string[]) {
    this.lastChangedAt = files.map(() => undefined);
    files.forEach((name, index) => this.follow(name, [index]));
  }

  add(field: string) {
    if (this.status) this.addName(field);
    else if (field.startsWith('\u0001')) this.addCommit(field);
    else this.status = field.replace(/^\n/, '');
  }

  result(): History {
    return {
      priorChanges: this.priorChanges,
      authors: this.authors.size,
      lastChangedAt: this.lastChangedAt,
      commitsByAuthor: this.commitsByAuthor,
    };
  }

  private follow(name: string, files: Iterable<number>) {
    const known = this.filesByName.get(name) ?? new Set<number>();
    for (const file of files) known.add(file);
    this.filesByName.set(name, known);
  }

  private addCommit(field: string) {
    this.applyRenames();
    const [, time, ...email] = field.split(' ');
    this.time = Number(time);
    this.email = fieldText(email.join(' ')).toLowerCase();
    this.isCounted = false;
    this.commitsByAuthor.set(
      this.email,
      (this.commitsByAuthor.get(this.email) ?? 0) + 1,
    );
  }

  private addName(name: string) {
    if (/^[RC]/.test(this.status) && this.oldName === undefined) {
      this.oldName = name;
      return;
    }
    const isRename = this.status.startsWith('R');
    const { oldName } = this;
    this.status = '';
    this.oldName = undefined;

    const files = this.filesByName.get(name);
    if (!files) return;
    this.touch(files);
    if (isRename && oldName !== undefined) {
      this.renames.push({ from: oldName, to: name });
    }
  }

  private applyRenames() {
    const moved = this.renames.map(({ from, to }) => {
      const files = this.filesByName.get(to) ?? new Set<number>();
      this.filesByName.delete(to);
      return { from, files };
    });
    moved.forEach(({ from, files }) => this.follow(from, files));
    this.renames = [];
  }

  private touch(files: Set<number>) {
    for (const file of files) {
      const known = this.lastChangedAt[file];
      this.lastChangedAt[file] = Math.max(known ?? 0, this.time);
    }
    if (this.isCounted) return;
    this.isCounted = true;
    this.priorChanges += 1;
    this.authors.add(this.email);
  }
}

/**
 * Reads the whole history of `base` in one process; merges are left out, for
 * they carry no change of their own.
 */
export async function readHistory(
  git: Git,
  base: string | undefined,
  files: readonly string[],
): Promise<History> {
  const reader = new HistoryReader(files);
  if (base) {
    const fields = new NulFields(field => {
      if (field !== '') reader.add(field);
    });
    await git.stream(
      [
        'log',
        '-z',
        '--no-color',
        '--no-merges',
        '--date-order',
        '--name-status',
        '-M',
        `-l${RENAME_LIMIT}`,
        '--no-ext-diff',
        '--no-textconv',
        '--format=%x01%H %ct %aE',
        base,
        '--',
      ],
      { onChunk: chunk => fields.add(chunk) },
    );
    fields.end();
  }
  return reader.result();
}
