import { open } from 'node:fs/promises';

const MAX_LINE = 64 * 1024 * 1024;

/**
 * The lines of a text file of any size that hold JSON, one value each; others,
 * such as one that a crash cut short, are given as undefined.
 */
export async function* readJsonLines(path: string): AsyncGenerator<unknown> {
  const file = await open(path, 'r');
  try {
    for await (const line of file.readLines({ autoClose: false })) {
      if (line.trim() !== '') yield parse(line);
    }
  } finally {
    await file.close();
  }
}

function parse(line: string): unknown {
  if (line.length > MAX_LINE) return undefined;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
