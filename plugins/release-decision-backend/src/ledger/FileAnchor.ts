import { FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Anchor, AnchoredRoot } from './Anchor';

/** Enough for a root that is kept again after a crash or beside another anchor. */
const TAIL_BYTES = 1024 * 1024;

/** The end of a file as text. */
async function readTail(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer, bytesRead } = await handle.read({
    buffer: Buffer.alloc(length),
    position: size - length,
  });
  return buffer.toString('utf8', 0, bytesRead);
}

/**
 * An append-only file with one envelope per line. It is of use as far as those
 * who can change the database cannot change it: on another disk or machine, or
 * with the operating system's append-only attribute (`chattr +a`).
 */
export class FileAnchor implements Anchor {
  readonly name: string;

  constructor(private readonly file: string) {
    this.name = `the file ${file}`;
  }

  async keep(root: AnchoredRoot): Promise<void> {
    const line = JSON.stringify(root.envelope);
    await mkdir(path.dirname(this.file), { recursive: true });
    const handle = await open(this.file, 'a+', 0o644);
    try {
      const tail = await readTail(handle);
      if (tail.split('\n').includes(line)) return;
      // A line that a crash cut short does not take this one with it.
      const start = tail === '' || tail.endsWith('\n') ? '' : '\n';
      await handle.appendFile(`${start}${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
