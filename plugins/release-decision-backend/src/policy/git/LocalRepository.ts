import git from 'isomorphic-git';
import nodeFs from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { GitSettings, fullRef } from './GitSettings';
import { OpenRepository, Repository, RepositoryError } from './Repository';

/** A pack is read whole. */
const MAX_PACK_BYTES = 256 * 1024 * 1024;

async function kindOf(place: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** The path that a `.git` or `commondir` file holds. */
async function pointer(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).trim();
  return path.resolve(path.dirname(file), text.replace(/^gitdir: */, ''));
}

/** See gitrepository-layout: bare, with a work tree, or one of several work trees. */
async function findGitdir(folder: string): Promise<string> {
  const dotGit = path.join(folder, '.git');
  const kind = await kindOf(dotGit);
  if (kind === 'folder') return dotGit;
  if (kind === 'file') {
    const gitdir = await pointer(dotGit);
    const common = path.join(gitdir, 'commondir');
    return (await kindOf(common)) ? pointer(common) : gitdir;
  }
  const isBare =
    (await kindOf(path.join(folder, 'objects'))) === 'folder' &&
    (await kindOf(path.join(folder, 'HEAD'))) === 'file';
  if (isBare) return folder;
  throw new RepositoryError(
    `${folder} is no Git repository; relative paths start at ${process.cwd()}`,
  );
}

async function assertReadable(gitdir: string) {
  const config = (name: string) =>
    git.getConfig({ fs: nodeFs, gitdir, path: `extensions.${name}` });
  for (const [name, known] of [
    ['objectformat', 'sha1'],
    ['refstorage', 'files'],
  ]) {
    const value: unknown = await config(name);
    if (value !== undefined && value !== known) {
      throw new RepositoryError(
        `${gitdir} has extensions.${name} = ${value}, which cannot be read; use a repository with ${known}`,
      );
    }
  }
  if (await kindOf(path.join(gitdir, 'objects/info/alternates'))) {
    throw new RepositoryError(
      `${gitdir} borrows its objects from another repository; run git repack -a -d in it and remove objects/info/alternates`,
    );
  }
  const packs = path.join(gitdir, 'objects/pack');
  const names = (await kindOf(packs)) === 'folder' ? await readdir(packs) : [];
  for (const name of names.filter(item => item.endsWith('.pack'))) {
    const { size } = await stat(path.join(packs, name));
    if (size > MAX_PACK_BYTES) {
      throw new RepositoryError(
        `${gitdir} has a pack of ${size} bytes, more than ${MAX_PACK_BYTES}; keep the policy in a repository of its own`,
      );
    }
  }
}

/** A repository on this machine; its work tree is not looked at. */
export class LocalRepository implements Repository {
  constructor(private readonly settings: GitSettings) {}

  async resolve(): Promise<string | null> {
    const gitdir = await findGitdir(path.resolve(this.settings.url));
    await assertReadable(gitdir);
    try {
      const ref = fullRef(this.settings);
      return await git.resolveRef({ fs: nodeFs, gitdir, ref });
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundError') return null;
      throw error;
    }
  }

  async open(): Promise<OpenRepository> {
    const oid = await this.resolve();
    if (!oid) throw new RepositoryError('the ref is gone');
    const gitdir = await findGitdir(path.resolve(this.settings.url));
    return { fs: nodeFs, gitdir, oid };
  }
}
