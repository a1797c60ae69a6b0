import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

async function filesBelow(entry) {
  const found = await stat(entry).catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return [];
  if (found.isFile()) return [entry];
  const names = (await readdir(entry)).filter(name => !LEFT_OUT.has(name));
  const below = await Promise.all(
    names.sort().map(name => filesBelow(path.join(entry, name))),
  );
  return below.flat();
}

/** One hash over the names and contents of files and folders, and over `texts`. */
export async function treeHash({ base, entries, texts = [] }) {
  const hash = createHash('sha256');
  for (const entry of entries) {
    for (const file of await filesBelow(path.join(base, entry))) {
      const content = createHash('sha256').update(await readFile(file));
      hash.update(`${path.relative(base, file)}\0${content.digest('hex')}\n`);
    }
  }
  for (const text of texts) hash.update(`\0${text}`);
  return hash.digest('hex');
}
