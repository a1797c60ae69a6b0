import type { FsClient } from 'isomorphic-git';

/** Where the objects of a ref can be read. */
export type OpenRepository = {
  fs: FsClient;
  gitdir: string;
  /** What the ref stood for: a commit, or a tag of one. */
  oid: string;
};

/** A repository that cannot be read, and in the message why. */
export class RepositoryError extends Error {
  readonly name = 'RepositoryError';
}

/** A repository and a ref in it. */
export interface Repository {
  /** What the ref stands for now; null when there is no such ref. */
  resolve(signal: AbortSignal): Promise<string | null>;
  open(signal: AbortSignal): Promise<OpenRepository>;
}
