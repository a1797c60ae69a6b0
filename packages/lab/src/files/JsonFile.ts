import { parseWith } from '@adaptive-delivery/plugin-release-common';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** A JSON document on disk that is replaced whole or not at all. */
export class JsonFile<T> {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly filePath: string,
    private readonly schema: z.ZodType<T>,
  ) {}

  /** @throws ContractError when the file holds something else. */
  async read(): Promise<T | undefined> {
    let content: string;
    try {
      content = await readFile(this.filePath, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return parseWith(this.schema, this.filePath, JSON.parse(content));
  }

  /** Writes one after the other, in the order of the calls. */
  async write(value: T): Promise<void> {
    const done = this.last.then(() => this.replace(value));
    // A failed write must not fail the next one.
    this.last = done.catch(() => undefined);
    await done;
  }

  private async replace(value: T): Promise<void> {
    await mkdir(path.dirname(this.filePath), { recursive: true });
    const next = `${this.filePath}.next`;
    const file = await open(next, 'w');
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(next, this.filePath);
  }
}
