import { createExtensionPoint } from '@backstage/backend-plugin-api';

/** Something in the store. Paths are as `splitArtifactPath` takes them. */
export type StoredArtifact = {
  path: string;
  /** Lower-case hex. */
  sha256: string;
  sizeBytes: number;
  /** When this content came to this path; RFC 3339, UTC. */
  storedAt: string;
};

export type ArtifactProperties = Record<string, string>;

export type ArtifactPage = {
  items: StoredArtifact[];
  /** Goes on behind the last item, whatever was removed meanwhile. */
  nextCursor: string | null;
};

/** A build, as a store that keeps builds shows it. */
export type BuildPublication = {
  /** Such as `component:default/payments`. */
  name: string;
  number: string;
  /** RFC 3339, UTC. */
  startedAt: string;
  durationMs: number;
  vcs: { url: string; commit: string };
  /** Where the build ran, if it is known. */
  url?: string;
  /** Those of its artifacts that are in the store. */
  artifacts: Array<{ name: string; path: string; sha256: string }>;
  properties: ArtifactProperties;
};

export type BuildStatus = {
  name: string;
  number: string;
  /** Such as `promoted` or `rolledBack`. */
  status: string;
  comment: string;
  /** RFC 3339, UTC. */
  at: string;
};

/**
 * Keeps what is built and what was decided about it. Every method may be
 * repeated: doing something twice leaves what doing it once leaves.
 *
 * Each throws ArtifactStoreUnreachableError when the store does not answer,
 * ArtifactRefusedError when it says no (rights, a repository that is not
 * there), and where it says so ArtifactMissingError or ArtifactConflictError.
 */
export interface ArtifactStore {
  /** As people know it, such as `the folder /srv/artifacts`. */
  readonly name: string;

  /** Where the artifact with this address in a build-info lies; null when that is not here. */
  pathOf(uri: string): string | null;

  /** Null when there is none. */
  find(path: string): Promise<StoredArtifact | null>;

  /** Copies of a content, at most `limit`, in the order of their paths. */
  findByDigest(sha256: string, limit: number): Promise<StoredArtifact[]>;

  /**
   * Stores a record whole, in place of what is there. Sends nothing when the
   * same content is there already.
   *
   * @throws ArtifactConflictError when the bytes do not have the digest.
   */
  putRecord(path: string, bytes: Uint8Array, sha256: string): Promise<void>;

  /** @throws ArtifactMissingError, ArtifactConflictError when it is larger. */
  readRecord(path: string, maxBytes: number): Promise<Uint8Array>;

  /** @throws ArtifactMissingError */
  properties(path: string): Promise<ArtifactProperties>;

  /** Sets these and leaves others. @throws ArtifactMissingError */
  setProperties(path: string, properties: ArtifactProperties): Promise<void>;

  /**
   * Copies or moves a file, properties included; what arrives has the digest.
   *
   * @param options.dryRun - says what would happen, and changes nothing
   * @returns `there` when the target has this content already.
   * @throws ArtifactMissingError; ArtifactConflictError when source or target
   * have another content.
   */
  promote(options: {
    from: string;
    to: string;
    sha256: string;
    mode: 'copy' | 'move';
    dryRun?: boolean;
  }): Promise<'promoted' | 'there'>;

  /** Makes a build known, with its artifacts. */
  putBuild(build: BuildPublication): Promise<void>;

  /** @throws ArtifactMissingError for a build that was not put. */
  setBuildStatus(status: BuildStatus): Promise<void>;

  /**
   * Files below a folder in the order of their paths.
   *
   * @param options.folder - an area, or a path below one
   * @param options.storedBefore - only those that came before
   * @param options.limit - 1 to 1000
   */
  list(options: {
    folder: string;
    storedBefore?: Date;
    cursor?: string;
    limit: number;
  }): Promise<ArtifactPage>;

  /**
   * Removes a file as long as it has this content; false when there is none.
   *
   * @throws ArtifactConflictError when it has another content.
   */
  remove(path: string, sha256: string): Promise<boolean>;
}

export interface ArtifactStoreExtensionPoint {
  /** @throws Error when there is one already. */
  setArtifactStore(store: ArtifactStore): void;
}

/** Where artifacts and records are kept, in place of a local folder. */
export const artifactStoreExtensionPoint =
  createExtensionPoint<ArtifactStoreExtensionPoint>({
    id: 'release-decision.artifact-store',
  });
