import git from 'isomorphic-git';
import { GitSettings, fullRef } from './GitSettings';
import { MemoryFs } from './MemoryFs';
import { OpenRepository, Repository, RepositoryError } from './Repository';
import { PackLimits, assertBoundedPack } from './assertBoundedPack';
import { createGitHttp } from './gitHttp';

const GITDIR = '/repository';

const LIMITS: PackLimits = {
  objects: 50_000,
  objectBytes: 32 * 1024 * 1024,
  totalBytes: 128 * 1024 * 1024,
};

/** A repository behind Git's smart HTTP protocol. */
export class RemoteRepository implements Repository {
  constructor(private readonly settings: GitSettings) {}

  async resolve(signal: AbortSignal): Promise<string | null> {
    const ref = fullRef(this.settings);
    const refs = await git.listServerRefs({
      http: createGitHttp(this.settings, signal),
      url: this.settings.url,
      prefix: ref,
    });
    return refs.find(item => item.ref === ref)?.oid ?? null;
  }

  /** Fetches the one commit that the ref stands for, into memory. */
  async open(signal: AbortSignal): Promise<OpenRepository> {
    const fs = new MemoryFs((path, content) => {
      if (path.endsWith('.pack')) assertBoundedPack(content, LIMITS);
    });
    await git.init({ fs, dir: GITDIR, gitdir: GITDIR, bare: true });
    const { url } = this.settings;
    await git.addRemote({ fs, gitdir: GITDIR, remote: 'origin', url });
    const ref = fullRef(this.settings);
    const { fetchHead } = await git.fetch({
      fs,
      gitdir: GITDIR,
      http: createGitHttp(this.settings, signal),
      url,
      ref,
      remoteRef: ref,
      singleBranch: true,
      depth: 1,
      tags: false,
    });
    if (!fetchHead) throw new RepositoryError('it is empty');
    return { fs, gitdir: GITDIR, oid: fetchHead };
  }
}
