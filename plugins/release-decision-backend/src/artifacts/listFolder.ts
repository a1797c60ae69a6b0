import { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isAbsent } from './folderFiles';

/** `a/b` sorts as its files do, behind `a.txt` and before `a0`. */
const sortKey = (entry: Dirent) =>
  entry.isDirectory() ? `${entry.name}/` : entry.name;

/**
 * Names of the plain files below a folder, in the order of their whole paths
 * by code unit; links and what they lead to are left out. A folder that is not
 * there has none.
 *
 * @param after - goes on behind this name
 */
export async function* listFolder(
  folder: string,
  after = '',
  prefix = '',
): AsyncGenerator<string> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const entry of entries) {
    const name = `${prefix}${sortKey(entry)}`;
    if (entry.isDirectory()) {
      const isBehind = name < after && !after.startsWith(name);
      if (!isBehind) {
        yield* listFolder(path.join(folder, entry.name), after, name);
      }
    } else if (entry.isFile() && name > after) {
      yield name;
    }
  }
}
