import glob from 'fast-glob';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The file of that name or, when there is none, those that match it as a glob,
 * in a fixed order.
 */
export async function findFiles(cwd: string, pattern: string) {
  if (existsSync(resolve(cwd, pattern))) return [pattern];
  const found = await glob(
    process.platform === 'win32' ? pattern.replace(/\\/g, '/') : pattern,
    { cwd, dot: true, followSymbolicLinks: false },
  );
  return found.sort();
}
