import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError, isError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import {
  lstat,
  mkdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';

const MAX_BYTES = 1024 * 1024;

/**
 * The text of a file of the workspace, or undefined when there is none. A link
 * is refused: a fetched repository must not make the portal read, or write,
 * somewhere else.
 *
 * @throws InputError, NotAllowedError
 */
export async function readWorkspaceFile(
  folder: string,
  name: string,
): Promise<string | undefined> {
  const path = resolveSafeChildPath(folder, name);
  try {
    const info = await lstat(path);
    if (!info.isFile()) {
      throw new InputError(`${name} is not a plain file; remove it first`);
    }
    if (info.size > MAX_BYTES) {
      throw new InputError(`${name} is larger than ${MAX_BYTES} bytes`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Puts a whole file in place; never through a link. */
export async function writeWorkspaceFile(
  folder: string,
  name: string,
  content: string,
) {
  const path = resolveSafeChildPath(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
