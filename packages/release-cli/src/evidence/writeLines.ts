import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/** Writes values as lines of JSON; the file is there whole or not at all. */
export async function writeLines(
  path: string,
  pages: AsyncIterable<unknown[]>,
): Promise<number> {
  const draft = `${path}.${randomUUID()}.tmp`;
  let count = 0;
  try {
    const file = await open(draft, 'wx');
    try {
      for await (const values of pages) {
        count += values.length;
        const text = values.map(value => `${JSON.stringify(value)}\n`).join('');
        await file.writeFile(text);
      }
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return count;
}
