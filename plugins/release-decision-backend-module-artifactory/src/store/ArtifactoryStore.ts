import {
  ArtifactConflictError,
  ArtifactMissingError,
  ArtifactPage,
  ArtifactProperties,
  ArtifactRefusedError,
  ArtifactStore,
  BuildPublication,
  BuildStatus,
  ArtifactArea,
  StoredArtifact,
  artifactAreas,
  isArtifactPath,
  sha256Of,
  splitArtifactPath,
} from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';
import {
  AqlCriteria,
  ArtifactoryAnswer,
  ArtifactoryCall,
  ArtifactoryClient,
  behind,
  filesQuery,
} from '../client';
import { encodePath, encodeProperties, toUtc } from './addresses';
import { AqlRow, aqlAnswer, itemInfo, itemProperties } from './answers';
import { ArtifactoryBuilds } from './ArtifactoryBuilds';

type Options = {
  url: string;
  token: string;
  repositories: Record<ArtifactArea, string>;
  timeoutMs: number;
  builds: boolean;
  /** Further attempts of one call; 2 when not set. */
  retries?: number;
};

const cursorOf = z.tuple([z.string(), z.string()]);

function assertContent(path: string, is: string, expected: string) {
  if (is === expected) return;
  throw new ArtifactConflictError(
    `${path} has the content ${is}, not ${expected} as was asked for`,
  );
}

/** Artifacts and records in three repositories of an Artifactory. */
export class ArtifactoryStore implements ArtifactStore {
  readonly name: string;
  private readonly client: ArtifactoryClient;
  private readonly builds: ArtifactoryBuilds;
  private readonly known = new Set<ArtifactArea>();

  constructor(private readonly options: Options) {
    this.name = `Artifactory at ${new URL(options.url).host}`;
    this.client = new ArtifactoryClient(options);
    this.builds = new ArtifactoryBuilds(this.client);
  }

  pathOf(uri: string): string | null {
    if (isArtifactPath(uri)) return uri;
    const base = `${this.options.url}/`;
    if (!uri.startsWith(base)) return null;
    let inside: string;
    try {
      inside = decodeURIComponent(uri.slice(base.length));
    } catch {
      return null;
    }
    const slash = inside.indexOf('/');
    const area = this.areaOf(inside.slice(0, slash));
    const path = `${area}/${inside.slice(slash + 1)}`;
    return area && isArtifactPath(path) ? path : null;
  }

  async find(path: string): Promise<StoredArtifact | null> {
    const info = await this.info(path);
    if (!info?.checksums) return null;
    return {
      path,
      sha256: info.checksums.sha256,
      sizeBytes: info.size ?? 0,
      storedAt: toUtc(info.lastModified),
    };
  }

  async findByDigest(sha256: string, limit: number): Promise<StoredArtifact[]> {
    const repositories = Object.values(this.options.repositories);
    const rows = await this.query(
      [
        { sha256: { $eq: sha256 } },
        { $or: repositories.map(repo => ({ repo: { $eq: repo } })) },
      ],
      limit,
    );
    return rows
      .flatMap(row => this.toArtifact(row) ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async putRecord(
    path: string,
    bytes: Uint8Array,
    sha256: string,
  ): Promise<void> {
    assertContent(path, sha256Of(bytes), sha256);
    if ((await this.find(path))?.sha256 === sha256) return;
    const call = {
      method: 'PUT',
      url: await this.address(path),
      what: `store ${path}`,
      path,
    } as const;
    // Content that Artifactory has anywhere is not sent again.
    const deployed = await this.client.call({
      ...call,
      headers: { 'X-Checksum-Deploy': 'true', 'X-Checksum-Sha256': sha256 },
      answers: [404],
    });
    if (deployed.status !== 404) return;
    await this.client.call({
      ...call,
      headers: {
        'X-Checksum-Sha256': sha256,
        'Content-Type': 'application/octet-stream',
      },
      body: Buffer.from(bytes),
    });
  }

  async readRecord(path: string, maxBytes: number): Promise<Uint8Array> {
    const found = await this.find(path);
    if (!found) throw new ArtifactMissingError(path);
    if (found.sizeBytes > maxBytes) {
      throw new ArtifactConflictError(
        `${path} is larger than ${maxBytes} bytes`,
      );
    }
    const { data } = await this.client.call({
      method: 'GET',
      url: await this.address(path),
      what: `read ${path}`,
      path,
      bytes: true,
    });
    const bytes = new Uint8Array(data as Buffer);
    assertContent(path, sha256Of(bytes), found.sha256);
    return bytes;
  }

  async properties(path: string): Promise<ArtifactProperties> {
    const answer = await this.client.call({
      method: 'GET',
      url: `/api/storage${await this.address(path)}?properties`,
      what: `read the properties of ${path}`,
      path,
      answers: [404],
    });
    if (answer.status === 404) {
      // It says so of a file without properties too.
      if (!(await this.find(path))) throw new ArtifactMissingError(path);
      return {};
    }
    const { properties } = this.parse(itemProperties, answer, path);
    return Object.fromEntries(
      Object.entries(properties).map(([name, values]) => [
        name,
        values.join(','),
      ]),
    );
  }

  async setProperties(
    path: string,
    properties: ArtifactProperties,
  ): Promise<void> {
    await this.client.call({
      method: 'PUT',
      url: `/api/storage${await this.address(
        path,
      )}?properties=${encodeProperties(properties)}&recursive=0`,
      what: `set properties of ${path}`,
      path,
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
    if (there) {
      assertContent(to, there.sha256, sha256);
      if (mode === 'move' && !dryRun && from !== to) {
        await this.remove(from, sha256);
      }
      return 'there';
    }
    const source = await this.find(from);
    if (!source) throw new ArtifactMissingError(from);
    assertContent(from, source.sha256, sha256);
    const target = `to=${await this.address(to)}`;
    await this.client.call({
      method: 'POST',
      url: `/api/${mode}${await this.address(from)}?${target}${
        dryRun ? '&dry=1' : ''
      }&suppressLayouts=1&failFast=1`,
      what: `${mode} ${from} to ${to}`,
      path: from,
    });
    if (dryRun) return 'promoted';
    const arrived = await this.find(to);
    if (!arrived) throw new ArtifactMissingError(to);
    assertContent(to, arrived.sha256, sha256);
    return 'promoted';
  }

  async putBuild(build: BuildPublication): Promise<void> {
    if (!this.options.builds) return;
    const artifacts = [];
    for (const { name, path, sha256 } of build.artifacts) {
      const checksums = (await this.info(path))?.checksums;
      if (checksums?.sha256 === sha256) artifacts.push({ name, ...checksums });
    }
    await this.builds.put(build, artifacts);
  }

  async setBuildStatus(status: BuildStatus): Promise<void> {
    if (this.options.builds) await this.builds.setStatus(status);
  }

  async list(options: {
    folder: string;
    storedBefore?: Date;
    cursor?: string;
    limit: number;
  }): Promise<ArtifactPage> {
    const { folder, storedBefore, cursor, limit } = options;
    const isArea = (artifactAreas as readonly string[]).includes(folder);
    const { area, rest } = isArea
      ? { area: folder as ArtifactArea, rest: '' }
      : splitArtifactPath(folder);
    const criteria: AqlCriteria[] = [
      { repo: { $eq: await this.repository(area) } },
    ];
    if (rest) {
      criteria.push({
        $or: [{ path: { $eq: rest } }, { path: { $match: `${rest}/*` } }],
      });
    }
    if (storedBefore) {
      criteria.push({ modified: { $lt: storedBefore.toISOString() } });
    }
    if (cursor) criteria.push(behind(...cursorOf.parse(JSON.parse(cursor))));
    const rows = await this.query(criteria, limit);
    const last = rows.at(-1);
    return {
      items: rows.flatMap(row => this.toArtifact(row) ?? []),
      nextCursor:
        rows.length === limit && last
          ? JSON.stringify([last.path, last.name])
          : null,
    };
  }

  async remove(path: string, sha256: string): Promise<boolean> {
    const found = await this.find(path);
    if (!found) return false;
    assertContent(path, found.sha256, sha256);
    const { status } = await this.client.call({
      method: 'DELETE',
      url: await this.address(path),
      what: `remove ${path}`,
      path,
      answers: [404],
    });
    return status !== 404;
  }

  private areaOf(repository: string): ArtifactArea | undefined {
    const { repositories } = this.options;
    return artifactAreas.find(area => repositories[area] === repository);
  }

  /**
   * Key of the repository, once it is known to be there: Artifactory answers
   * the same for a file that is missing as for a repository that is.
   */
  private async repository(area: ArtifactArea): Promise<string> {
    const key = this.options.repositories[area];
    if (this.known.has(area)) return key;
    const { status } = await this.client.call({
      method: 'GET',
      url: `/api/storage/${key}`,
      what: `show the repository ${key}`,
      path: key,
      answers: [404],
    });
    if (status === 404) {
      throw new ArtifactRefusedError(
        `${this.name} has no repository ${key}; make it, or write another at adaptiveDelivery.artifactory.repositories.${area}`,
      );
    }
    this.known.add(area);
    return key;
  }

  /** `/<repository>/<path>`, encoded. */
  private async address(path: string): Promise<string> {
    const { area, rest } = splitArtifactPath(path);
    return `/${await this.repository(area)}/${encodePath(rest)}`;
  }

  private async info(path: string) {
    const answer = await this.client.call({
      method: 'GET',
      url: `/api/storage${await this.address(path)}`,
      what: `look for ${path}`,
      path,
      answers: [404],
    });
    return answer.status === 404 ? null : this.parse(itemInfo, answer, path);
  }

  private async query(
    criteria: readonly AqlCriteria[],
    limit: number,
  ): Promise<AqlRow[]> {
    const call: ArtifactoryCall = {
      method: 'POST',
      url: '/api/search/aql',
      what: 'search',
      path: 'search',
      headers: { 'Content-Type': 'text/plain' },
      body: filesQuery(criteria, limit),
    };
    const answer = await this.client.call(call);
    return this.parse(aqlAnswer, answer, 'a search').results;
  }

  private parse<T>(
    schema: z.ZodType<T>,
    answer: ArtifactoryAnswer,
    what: string,
  ): T {
    const read = schema.safeParse(answer.data);
    if (!read.success) throw this.client.misread(what, read.error);
    return read.data;
  }

  /** Undefined for a file whose name the store does not use. */
  private toArtifact(row: AqlRow): StoredArtifact | undefined {
    const area = this.areaOf(row.repo);
    const path = [area, ...(row.path === '.' ? [] : [row.path]), row.name].join(
      '/',
    );
    if (!area || !isArtifactPath(path)) return undefined;
    return {
      path,
      sha256: row.sha256,
      sizeBytes: row.size,
      storedAt: toUtc(row.modified),
    };
  }
}
