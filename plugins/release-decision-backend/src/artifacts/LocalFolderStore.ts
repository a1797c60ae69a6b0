import {
  ArtifactConflictError,
  ArtifactMissingError,
  ArtifactPage,
  ArtifactProperties,
  ArtifactStore,
  BuildPublication,
  BuildStatus,
  StoredArtifact,
  artifactAreas,
  isArtifactPath,
  sha256Of,
  splitArtifactPath,
} from '@adaptive-delivery/plugin-release-node';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FolderFiles, besideName, digestOfHandle } from './folderFiles';
import { listFolder } from './listFolder';

const BUILDS = '.builds';
const DIGESTS = '.digests';

/** Kept beside a file. The digest counts as long as the file is the same. */
type Beside = {
  path: string;
  /** Inode, size and time of change, which any change of the file changes. */
  stamp: string;
  sha256: string;
  /** Null for what somebody else put there: then the file's own time counts. */
  storedAt: string | null;
  properties: ArtifactProperties;
};

const differs = (where: string, is: string, expected: string) =>
  new ArtifactConflictError(
    `${where} has the content ${is}, not ${expected} as was asked for`,
  );

/**
 * Artifacts and records in a folder of this machine. What lies there is the
 * truth: a pipeline may simply put files below candidates/. Properties and
 * digests are kept in files of their own beside it.
 */
export class LocalFolderStore implements ArtifactStore {
  readonly name: string;

  private constructor(
    private readonly folder: string,
    private readonly files: FolderFiles,
    private readonly now: () => Date,
  ) {
    this.name = `the folder ${folder}`;
  }

  /** @param folder - made when it is not there */
  static async open(options: {
    folder: string;
    now: () => Date;
  }): Promise<LocalFolderStore> {
    const folder = path.resolve(options.folder);
    const files = await FolderFiles.open(folder);
    return new LocalFolderStore(folder, files, options.now);
  }

  pathOf(uri: string): string | null {
    const base = `${pathToFileURL(this.folder).href}/`;
    const inside = uri.startsWith(base) ? uri.slice(base.length) : uri;
    return isArtifactPath(inside) ? inside : null;
  }

  async find(artifact: string): Promise<StoredArtifact | null> {
    const found = await this.look(artifact);
    return found && found.artifact;
  }

  async findByDigest(sha256: string, limit: number): Promise<StoredArtifact[]> {
    const found: StoredArtifact[] = [];
    const folder = `${DIGESTS}/${sha256}`;
    for await (const name of listFolder(this.files.at(folder))) {
      if (found.length >= limit) break;
      const artifact = await this.files.readText(`${folder}/${name}`);
      const item = artifact === null ? null : await this.find(artifact);
      if (item?.sha256 === sha256) found.push(item);
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async putRecord(
    artifact: string,
    bytes: Uint8Array,
    sha256: string,
  ): Promise<void> {
    splitArtifactPath(artifact);
    const actual = sha256Of(bytes);
    if (actual !== sha256) throw differs(artifact, actual, sha256);
    const known = await this.look(artifact);
    if (known?.artifact.sha256 === sha256) return;
    await this.files.write(artifact, async handle => {
      await handle.writeFile(bytes);
      return true;
    });
    await this.look(artifact, {
      storedAt: this.now().toISOString(),
      properties: known?.beside.properties ?? {},
    });
  }

  async readRecord(artifact: string, maxBytes: number): Promise<Uint8Array> {
    splitArtifactPath(artifact);
    const bytes = await this.files.read(artifact, async (handle, { size }) => {
      if (size > BigInt(maxBytes)) {
        throw new ArtifactConflictError(
          `${artifact} is larger than ${maxBytes} bytes`,
        );
      }
      return handle.readFile();
    });
    if (!bytes) throw new ArtifactMissingError(artifact);
    return bytes;
  }

  async properties(artifact: string): Promise<ArtifactProperties> {
    return (await this.demand(artifact)).beside.properties;
  }

  async setProperties(
    artifact: string,
    properties: ArtifactProperties,
  ): Promise<void> {
    const { beside } = await this.demand(artifact);
    await this.keep({
      ...beside,
      properties: { ...beside.properties, ...properties },
    });
  }

  async promote(options: {
    from: string;
    to: string;
    sha256: string;
    mode: 'copy' | 'move';
    dryRun?: boolean;
  }): Promise<'promoted' | 'there'> {
    const { from, to, sha256, mode, dryRun = false } = options;
    const there = await this.find(to);
    if (there && there.sha256 !== sha256) {
      throw differs(to, there.sha256, sha256);
    }
    if (there) {
      if (mode === 'move' && !dryRun && from !== to) {
        await this.remove(from, sha256);
      }
      return 'there';
    }
    const source = await this.demand(from);
    if (source.artifact.sha256 !== sha256) {
      throw differs(from, source.artifact.sha256, sha256);
    }
    if (dryRun) return 'promoted';
    await this.copy(from, to, sha256);
    await this.look(to, {
      storedAt: this.now().toISOString(),
      properties: source.beside.properties,
    });
    if (mode === 'move') await this.remove(from, sha256);
    return 'promoted';
  }

  async putBuild(build: BuildPublication): Promise<void> {
    const name = this.buildFile(build);
    const known = await this.files.readText(name);
    const { statuses } = known ? JSON.parse(known) : { statuses: [] };
    await this.files.writeText(name, JSON.stringify({ ...build, statuses }));
  }

  async setBuildStatus(status: BuildStatus): Promise<void> {
    const name = this.buildFile(status);
    const known = await this.files.readText(name);
    if (!known) {
      throw new ArtifactMissingError(
        name,
        `There is no build ${status.name} ${status.number} in ${this.name}`,
      );
    }
    const build: { statuses: BuildStatus[] } = JSON.parse(known);
    if (build.statuses.at(-1)?.status === status.status) return;
    await this.files.writeText(
      name,
      JSON.stringify({ ...build, statuses: [...build.statuses, status] }),
    );
  }

  async list(options: {
    folder: string;
    storedBefore?: Date;
    cursor?: string;
    limit: number;
  }): Promise<ArtifactPage> {
    const { folder, storedBefore, cursor, limit } = options;
    if (!(artifactAreas as readonly string[]).includes(folder)) {
      splitArtifactPath(folder);
    }
    // Says that the whole folder is away before it looks like an empty one.
    await this.files.readText(`${BUILDS}/none`);
    const items: StoredArtifact[] = [];
    const names = listFolder(
      this.files.at(folder),
      cursor?.slice(folder.length + 1),
    );
    for await (const name of names) {
      const artifact = `${folder}/${name}`;
      const item = isArtifactPath(artifact) ? await this.find(artifact) : null;
      if (!item) continue;
      if (storedBefore && Date.parse(item.storedAt) >= storedBefore.getTime()) {
        continue;
      }
      if (items.length === limit) {
        return { items, nextCursor: items[limit - 1].path };
      }
      items.push(item);
    }
    return { items, nextCursor: null };
  }

  async remove(artifact: string, sha256: string): Promise<boolean> {
    const found = await this.find(artifact);
    if (!found) return false;
    if (found.sha256 !== sha256) throw differs(artifact, found.sha256, sha256);
    const removed = await this.files.remove(artifact);
    await this.files.remove(besideName(artifact));
    await this.files.remove(this.digestFile(sha256, artifact));
    return removed;
  }

  private buildFile({ name, number }: { name: string; number: string }) {
    return `${BUILDS}/${sha256Of(JSON.stringify([name, number]))}.json`;
  }

  private digestFile(sha256: string, artifact: string) {
    return `${DIGESTS}/${sha256}/${sha256Of(artifact)}`;
  }

  private async copy(from: string, to: string, sha256: string) {
    const copied = await this.files.read(from, source =>
      this.files.write(to, async target => {
        const digest = await digestOfHandle(source, target);
        if (digest !== sha256) throw differs(from, digest, sha256);
        return true;
      }),
    );
    if (copied === null) throw new ArtifactMissingError(from);
  }

  private async keep(beside: Beside) {
    const pointer = this.digestFile(beside.sha256, beside.path);
    if ((await this.files.readText(pointer)) !== beside.path) {
      await this.files.writeText(pointer, beside.path);
    }
    await this.files.writeText(besideName(beside.path), JSON.stringify(beside));
  }

  private async demand(artifact: string) {
    const found = await this.look(artifact);
    if (!found) throw new ArtifactMissingError(artifact);
    return found;
  }

  /**
   * What is at a path now. A file that changed since it was last looked at is
   * read once more; its properties were another content's and do not count.
   */
  private async look(
    artifact: string,
    arrived?: Pick<Beside, 'storedAt' | 'properties'>,
  ): Promise<{ artifact: StoredArtifact; beside: Beside } | null> {
    splitArtifactPath(artifact);
    return this.files.read(artifact, async (handle, stats) => {
      const stamp = [
        stats.ino,
        stats.size,
        stats.mtimeNs,
        stats.ctimeNs,
      ].join();
      const kept = await this.files.readText(besideName(artifact));
      let beside: Beside | null = kept === null ? null : JSON.parse(kept);
      if (beside?.stamp !== stamp || arrived) {
        beside = {
          path: artifact,
          stamp,
          sha256: await digestOfHandle(handle),
          storedAt: null,
          properties: {},
          ...arrived,
        };
        await this.keep(beside);
      }
      return {
        beside,
        artifact: {
          path: artifact,
          sha256: beside.sha256,
          sizeBytes: Number(stats.size),
          // Not the time of modification, which a copy may bring along.
          storedAt: beside.storedAt ?? stats.ctime.toISOString(),
        },
      };
    });
  }
}
