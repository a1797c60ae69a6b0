import { resolve } from 'node:path';
import { badInput } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { Git } from '../git/Git';
import { Io } from '../output/io';
import { readJsonLines } from './readLines';

const TAGS = 'refs/tags/ledger-root/';

/** Envelopes of an anchor file; a root that was kept twice is there once. */
export async function readAnchorFile(
  cwd: string,
  file: string,
): Promise<unknown[]> {
  const seen = new Set<string>();
  const envelopes: unknown[] = [];
  try {
    for await (const value of readJsonLines(resolve(cwd, file))) {
      const text = JSON.stringify(value);
      if (value === undefined || seen.has(text)) continue;
      seen.add(text);
      envelopes.push(value);
    }
  } catch (error) {
    throw badInput(`--anchor ${file}: ${fileFault(error)}`);
  }
  return envelopes;
}

/** What `git cat-file --batch` answers: a header, the content and a line end each. */
function splitBatch(output: Buffer): string[] {
  const contents: string[] = [];
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf('\n', at);
    const [, type, size] = output.toString('utf8', at, end).split(' ');
    if (type !== 'blob') {
      throw badInput(
        `the repository holds a tag ${TAGS}… without a file root.json`,
      );
    }
    const start = end + 1;
    contents.push(output.toString('utf8', start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}

/** Envelopes of the tags `ledger-root/…` of a repository, by number. */
export async function readAnchorTags(
  io: Io,
  repository: string,
): Promise<unknown[]> {
  const git = new Git({
    cwd: resolve(io.cwd, repository),
    env: io.env,
    timeoutMs: 60_000,
  });
  const refs = await git.line([
    'for-each-ref',
    '--sort=refname',
    '--format=%(refname):root.json',
    TAGS,
  ]);
  if (refs === '') return [];
  const batch = await git.run(['cat-file', '--batch'], `${refs}\n`);
  return splitBatch(batch).map(text => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return text;
      throw error;
    }
  });
}
