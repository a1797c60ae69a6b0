import { Git, GitError } from './Git';

const LINE_FEED = 10;

/**
 * Counts the lines in the stream of `git cat-file --batch`, which is
 * `<id> blob <size>\n<content>\n` for each id asked for.
 */
export class LineCounter {
  readonly lines: number[] = [];
  private header = '';
  /** Bytes of the content still to come; -1 while in a header. */
  private left = -1;
  private count = 0;
  private last = LINE_FEED;

  add(chunk: Buffer) {
    let at = 0;
    while (at < chunk.length) {
      at =
        this.left < 0 ? this.addHeader(chunk, at) : this.addContent(chunk, at);
    }
  }

  private addHeader(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(LINE_FEED, from);
    this.header += chunk.toString('latin1', from, end < 0 ? undefined : end);
    if (end < 0) return chunk.length;
    const match = /^[0-9a-f]+ blob (\d+)$/.exec(this.header);
    if (!match) {
      throw new GitError('failed', `git cat-file says: ${this.header}`);
    }
    this.header = '';
    this.left = Number(match[1]);
    return end + 1;
  }

  private addContent(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + this.left);
    for (
      let feed = chunk.indexOf(LINE_FEED, from);
      feed !== -1 && feed < end;
      feed = chunk.indexOf(LINE_FEED, feed + 1)
    ) {
      this.count += 1;
    }
    if (end > from) this.last = chunk[end - 1];
    this.left -= end - from;
    if (this.left > 0 || end === chunk.length) return end;
    // the line feed after the content is git's own
    this.lines.push(this.count + (this.last === LINE_FEED ? 0 : 1));
    this.count = 0;
    this.last = LINE_FEED;
    this.left = -1;
    return end + 1;
  }
}

/** The lines of each blob, in one process; a last line without an end counts. */
export async function countLines(
  git: Git,
  blobs: readonly string[],
): Promise<number[]> {
  if (blobs.length === 0) return [];
  const counter = new LineCounter();
  await git.stream(['cat-file', '--batch'], {
    input: blobs.map(blob => `${blob}\n`).join(''),
    onChunk: chunk => counter.add(chunk),
  });
  if (counter.lines.length !== blobs.length) {
    throw new GitError('failed', 'git cat-file ended early');
  }
  return counter.lines;
}
