import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BundleError, SourceFile } from './loadBundle';
import {
  MAX_FILES,
  MAX_FILE_BYTES,
  decodePolicyFile,
  isPolicyFile,
} from './sources/policyFiles';

const reasonOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

/** `../../policies/default` as `policies/default`. */
function withoutTheWayUp(folder: string): string {
  const parts = path.normalize(folder).split(path.sep);
  return parts.filter(part => part !== '..' && part !== '').join('/');
}

async function readFolder(folder: string): Promise<SourceFile[]> {
  const location = path.resolve(folder);
  let names: string[];
  try {
    names = await readdir(location);
  } catch (error) {
    throw new BundleError([
      `${location}: the folder cannot be read (${reasonOf(
        error,
      )}); relative folders start at ${process.cwd()}`,
    ]);
  }
  const policyFiles = names.filter(isPolicyFile).sort();
  if (policyFiles.length === 0) {
    throw new BundleError([`${location}: the folder holds no .yaml file`]);
  }
  if (policyFiles.length > MAX_FILES) {
    throw new BundleError([
      `${location}: the folder holds more than ${MAX_FILES} .yaml files`,
    ]);
  }
  return Promise.all(
    policyFiles.map(async name => {
      const file = path.join(location, name);
      try {
        const { size } = await stat(file);
        if (size > MAX_FILE_BYTES) {
          throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
        }
        return {
          path: `${withoutTheWayUp(folder)}/${name}`,
          location: file,
          yaml: decodePolicyFile(await readFile(file)),
        };
      } catch (error) {
        throw new BundleError([
          `${file}: the file cannot be read (${reasonOf(error)})`,
        ]);
      }
    }),
  );
}

/**
 * The files of all folders, in the order in which later ones win.
 *
 * @throws BundleError naming the folder or file that cannot be read.
 */
export async function readPolicyFolders(
  folders: readonly string[],
): Promise<SourceFile[]> {
  const read: SourceFile[] = [];
  for (const folder of folders) read.push(...(await readFolder(folder)));
  return read;
}
