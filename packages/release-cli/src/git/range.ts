import { Git } from './Git';
import { fieldText, splitNul } from './splitNul';

/** A commit of the change, merges left out: they carry no change of their own. */
export type RangeCommit = {
  commit: string;
  email: string;
  author: string;
  /** Subject and body. */
  message: string;
};

/** The commits after `base` up to `head`, newest first. */
export async function readRange(
  git: Git,
  base: string | undefined,
  head: string,
): Promise<RangeCommit[]> {
  const fields = splitNul(
    await git.run([
      'log',
      '-z',
      '--no-color',
      '--no-merges',
      '--format=%H%x00%aE%x00%aN%x00%B',
      head,
      ...(base ? [`^${base}`] : []),
      '--',
    ]),
  );
  const commits: RangeCommit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [commit, email, author, message] = fields.slice(at, at + 4);
    commits.push({
      commit,
      email: fieldText(email).toLowerCase(),
      author: fieldText(author),
      message: fieldText(message),
    });
  }
  return commits;
}
