import { Git } from './Git';
import { fieldText, splitNul } from './splitNul';

/** Paths of the files that git tracks, below the checkout and with `/`. */
export async function trackedFiles(git: Git): Promise<ReadonlySet<string>> {
  const output = await git.run(['ls-files', '-z', '--full-name', ':/']);
  return new Set(splitNul(output).map(fieldText));
}
