import {
  ArtifactStoreUnreachableError,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import { createHash, randomUUID } from 'node:crypto';
import { BigIntStats, constants } from 'node:fs';
import {
  FileHandle,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
} from 'node:fs/promises';
import path from 'node:path';

const CHUNK_BYTES = 1024 * 1024;

export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : undefined;
}

/** There is nothing by that name. */
export const isAbsent = (error: unknown) =>
  ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

async function syncFolder(folder: string) {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function digestOfHandle(
  handle: FileHandle,
  copyTo?: FileHandle,
): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return hash.digest('hex');
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    for (let done = 0; copyTo && done < bytesRead; ) {
      const { bytesWritten } = await copyTo.write(chunk, done);
      done += bytesWritten;
    }
    at += bytesRead;
  }
}

/**
 * Files below one folder. Nothing outside of it is read or written: names are
 * checked by the caller, and a symbolic link anywhere below the folder counts
 * as nothing being there.
 */
export class FolderFiles {
  private constructor(private readonly root: string) {}

  /** Makes the folder when it is not there. */
  static async open(folder: string): Promise<FolderFiles> {
    await mkdir(path.join(folder, '.incoming'), { recursive: true });
    return new FolderFiles(await realpath(folder));
  }

  at(name: string): string {
    return path.join(this.root, ...name.split('/'));
  }

  /**
   * Whether the folder of a name is really where it says.
   *
   * @throws ArtifactStoreUnreachableError when the whole folder is away, such
   * as a volume that is not mounted: nothing is known about what is in it.
   */
  private async leadsThere(file: string): Promise<boolean> {
    try {
      await lstat(path.join(this.root, '.incoming'));
    } catch (error) {
      throw new ArtifactStoreUnreachableError(
        `The artifact folder ${this.root} cannot be read; is its volume there?`,
        error,
      );
    }
    try {
      const folder = path.dirname(file);
      return (await realpath(folder)) === folder;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }

  /** Runs with the open file; null when there is no such plain file. */
  async read<T>(
    name: string,
    use: (handle: FileHandle, stats: BigIntStats) => Promise<T>,
  ): Promise<T | null> {
    const file = this.at(name);
    if (!(await this.leadsThere(file))) return null;
    let handle: FileHandle;
    try {
      // Without O_NONBLOCK a pipe of that name would hang the open.
      handle = await open(
        file,
        constants.O_RDONLY + constants.O_NOFOLLOW + constants.O_NONBLOCK,
      );
    } catch (error) {
      if (isAbsent(error) || codeOf(error) === 'ELOOP') return null;
      throw error;
    }
    try {
      const stats = await handle.stat({ bigint: true });
      return stats.isFile() ? await use(handle, stats) : null;
    } finally {
      await handle.close();
    }
  }

  /** Makes the folder of a name. @throws Error when a link is in the way. */
  private async prepare(file: string) {
    await this.leadsThere(file);
    let folder = this.root;
    for (const part of path
      .relative(this.root, path.dirname(file))
      .split(path.sep)) {
      folder = path.join(folder, part);
      await mkdir(folder).catch(error => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
      if (!(await lstat(folder)).isDirectory()) {
        throw new Error(`${folder} is not a folder`);
      }
    }
  }

  /**
   * Puts a file in place whole: a reader sees all of it or what was there
   * before, also after a power cut.
   *
   * @param fill - what it returns decides whether the file is put there
   */
  async write(
    name: string,
    fill: (handle: FileHandle) => Promise<boolean>,
  ): Promise<boolean> {
    const file = this.at(name);
    await this.prepare(file);
    const incoming = path.join(this.root, '.incoming', randomUUID());
    try {
      const handle = await open(incoming, 'wx', 0o644);
      try {
        if (!(await fill(handle))) return false;
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(incoming, file);
      await syncFolder(path.dirname(file));
      return true;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async writeText(name: string, text: string): Promise<void> {
    await this.write(name, async handle => {
      await handle.writeFile(text);
      return true;
    });
  }

  async readText(name: string): Promise<string | null> {
    return this.read(name, handle => handle.readFile('utf8'));
  }

  /** Removes a plain file; false when there is none. */
  async remove(name: string): Promise<boolean> {
    const file = this.at(name);
    if (!(await this.leadsThere(file))) return false;
    try {
      await rm(file);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  }
}

/** A name for what is kept beside a file, which no other file's has. */
export const besideName = (artifact: string) =>
  `.beside/${sha256Of(artifact)}.json`;
