import { ChangeMetrics } from '@adaptive-delivery/plugin-release-common';
import { Base, findBase } from '../git/base';
import { Checkout } from '../git/checkout';
import { countLines } from '../git/countLines';
import { readDiff } from '../git/diff';
import { Git, GitError } from '../git/Git';
import { readHistory } from '../git/history';
import { RangeCommit, readRange } from '../git/range';
import { ChangeOptions, changeMetrics } from './changeMetrics';

/** The change since the last release, or why it cannot be seen. */
export type Change =
  | {
      seen: true;
      since: string;
      commits: RangeCommit[];
      metrics: ChangeMetrics;
    }
  | { seen: false; why: string };

export type CollectOptions = ChangeOptions & {
  component: string;
  since?: string;
  tagPattern?: string;
};

async function measure(
  git: Git,
  checkout: Checkout,
  base: Exclude<Base, { kind: 'unseen' }>,
  options: ChangeOptions,
): Promise<Change> {
  const from = base.kind === 'commit' ? base.commit : undefined;
  const commits = await readRange(git, from, checkout.commit);
  const files = await readDiff(git, from, checkout.commit);

  const counted = files.flatMap((file, index) =>
    file.blobBefore && file.lines ? [{ blob: file.blobBefore, index }] : [],
  );
  const counts = await countLines(
    git,
    counted.map(({ blob }) => blob),
  );
  const linesBefore = files.map(() => 0);
  counted.forEach(({ index }, at) => {
    linesBefore[index] = counts[at];
  });

  const followed = files.flatMap(({ pathBefore }, index) =>
    pathBefore === undefined ? [] : [{ name: pathBefore, index }],
  );
  const history = await readHistory(
    git,
    from,
    followed.map(({ name }) => name),
  );
  const lastChangedAt: Array<number | undefined> = files.map(() => undefined);
  followed.forEach(({ index }, at) => {
    lastChangedAt[index] = history.lastChangedAt[at];
  });

  return {
    seen: true,
    since: base.words,
    commits,
    metrics: changeMetrics(
      {
        commits,
        files,
        linesBefore,
        history: { ...history, lastChangedAt },
        changedAt: checkout.committedAt,
      },
      options,
    ),
  };
}

/**
 * Measures the change with a fixed number of git commands, however many files
 * it has. What a shallow clone, a missing object or a time limit hides makes
 * the change unseen as a whole: half of a history would read as a short one.
 */
export async function collectChange(
  git: Git,
  checkout: Checkout,
  options: CollectOptions,
): Promise<Change> {
  const base = await findBase(git, checkout, options);
  if (base.kind === 'unseen') return { seen: false, why: base.words };
  if (checkout.isShallow) {
    return {
      seen: false,
      why: `the history before ${base.words} is cut off, because this clone is shallow; fetch everything (git fetch --unshallow --tags, or fetch-depth: 0)`,
    };
  }
  try {
    return await measure(git, checkout, base, options);
  } catch (error) {
    if (error instanceof GitError) return { seen: false, why: error.message };
    throw error;
  }
}
