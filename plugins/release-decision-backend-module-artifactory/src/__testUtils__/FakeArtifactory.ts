import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { posix } from 'node:path';
import { AqlItem, runAql } from './fakeAql';
import {
  FakeFile,
  FakeRepository,
  hashOf,
  parseProperties,
} from './fakeStorage';

type Fault = { status: number; message?: string; after?: string } | 'hang';
type Status = { status: string; comment: string; timestamp: string };

class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const FORBIDDEN = /[:|?*"<>\\\0]/;

/**
 * A FAKE of Artifactory on the wire, written from its published REST API. It
 * keeps files, properties and builds as Artifactory does, refuses what it does
 * not know, and fails on demand. It is not Artifactory.
 */
export class FakeArtifactory {
  readonly token = 'token-of-the-fake';
  readonly readOnlyToken = 'token-that-only-reads';
  readonly repositories = new Map<string, FakeRepository>();
  readonly builds = new Map<string, { info: object; statuses: Status[] }>();
  /** `PUT /kiosk-records/a`, in the order they came. */
  readonly requests: string[] = [];
  readonly faults: Array<{ on: RegExp; fault: Fault; times: number }> = [];
  now = new Date('2026-11-20T12:00:00Z');

  private constructor(private readonly server: Server) {}

  static async start(...repositories: string[]): Promise<FakeArtifactory> {
    const server = createServer();
    const fake = new FakeArtifactory(server);
    server.on('request', (req, res) => void fake.serve(req, res));
    for (const key of repositories) {
      fake.repositories.set(key, new FakeRepository());
    }
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return fake;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/artifactory`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  /** From now on so many matching requests end so. */
  fail(on: RegExp, fault: Fault, times = Infinity) {
    this.faults.push({ on, fault, times });
  }

  repository(key: string): FakeRepository {
    const found = this.repositories.get(key);
    if (!found) throw new Refusal(404, `Repository '${key}' not found`);
    return found;
  }

  upload(repo: string, path: string, content: string): FakeFile {
    return this.repository(repo).put(path, Buffer.from(content), this.now);
  }

  private async serve(req: IncomingMessage, res: ServerResponse) {
    const { method = '', url = '' } = req;
    const address = url.replace(/^\/artifactory/, '');
    this.requests.push(`${method} ${address}`);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const known = this.faults.find(
      ({ on, times }) => times > 0 && on.test(`${method} ${address}`),
    );
    if (known) {
      known.times--;
      if (known.fault === 'hang') return;
      const { status, message = 'on demand', after } = known.fault;
      if (after) res.setHeader('Retry-After', after);
      this.answer(res, status, { errors: [{ status, message }] });
      return;
    }
    try {
      this.authorize(req);
      const [status, body] = this.route(req, address, Buffer.concat(chunks));
      this.answer(res, status, body);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 400;
      const message = error instanceof Error ? error.message : String(error);
      this.answer(res, status, { errors: [{ status, message }] });
    }
  }

  private answer(res: ServerResponse, status: number, body: unknown) {
    if (Buffer.isBuffer(body)) {
      res.writeHead(status, { 'Content-Type': 'application/octet-stream' });
      res.end(body);
      return;
    }
    res.writeHead(status, { 'Content-Type': 'application/json' });
    res.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private authorize({ headers, method, url = '' }: IncomingMessage) {
    const isRead = method === 'GET' || url.includes('/api/search/');
    if (headers.authorization === `Bearer ${this.token}`) return;
    if (headers.authorization !== `Bearer ${this.readOnlyToken}`) {
      throw new Refusal(401, 'Bad credentials');
    }
    if (!isRead) throw new Refusal(403, 'Not enough permissions');
  }

  private route(
    req: IncomingMessage,
    address: string,
    body: Buffer,
  ): [number, unknown] {
    const parsed = new URL(address, 'http://fake');
    const parts = parsed.pathname.slice(1).split('/').map(decodeURIComponent);
    const query = parsed.search.slice(1);
    const [api, kind, ...rest] = parts;
    if (api !== 'api') return this.file(req, parts, body);
    switch (`${req.method} ${kind}`) {
      case 'GET storage':
        return [200, this.info(rest, query)];
      case 'PUT storage':
        return this.setProperties(rest, query);
      case 'POST copy':
      case 'POST move':
        return this.transfer(kind, rest, parsed.searchParams);
      case 'POST search':
        return [200, this.search(body.toString('utf8'))];
      case 'PUT build':
      case 'GET build':
      case 'POST build':
        return this.build(req, rest, body);
      default:
        throw new Refusal(405, `No ${req.method} ${address}`);
    }
  }

  private file(
    { method, headers }: IncomingMessage,
    [repo, ...segments]: string[],
    body: Buffer,
  ): [number, unknown] {
    const repository = this.repository(repo);
    const last = segments.length - 1;
    const [name, ...matrix] = segments[last].split(';');
    const path = [...segments.slice(0, last), name].join('/');
    if (FORBIDDEN.test(path)) throw new Refusal(400, `Invalid path ${path}`);
    if (method === 'PUT') {
      const bytes = this.deployed(headers, body);
      const file = repository.put(path, bytes, this.now);
      if (matrix.length > 0) {
        file.properties = parseProperties(matrix.join(';'));
      }
      return [201, { repo, path: `/${path}` }];
    }
    const found = repository.files.get(path);
    if (!found) throw new Refusal(404, `File not found: ${path}`);
    if (method === 'GET') return [200, found.bytes];
    if (method !== 'DELETE') throw new Refusal(405, `${method}`);
    repository.files.delete(path);
    return [204, undefined];
  }

  private deployed(headers: IncomingMessage['headers'], body: Buffer): Buffer {
    const claimed = headers['x-checksum-sha256'];
    if (headers['x-checksum-deploy'] === 'true') {
      const known = [...this.repositories.values()]
        .flatMap(({ files }) => [...files.values()])
        .find(({ bytes }) => hashOf('sha256', bytes) === claimed);
      if (!known) throw new Refusal(404, 'Checksum deploy failed: not found');
      return known.bytes;
    }
    if (claimed && hashOf('sha256', body) !== claimed) {
      throw new Refusal(409, 'Checksum error: received checksum differs');
    }
    return body;
  }

  private info([repo, ...segments]: string[], query: string) {
    const repository = this.repository(repo);
    const path = segments.join('/');
    const found = repository.files.get(path);
    const lastModified = (found?.modified ?? this.now)
      .toISOString()
      .replace('Z', '+0000');
    if (!found) {
      if (path !== '' && !repository.isFolder(path)) {
        throw new Refusal(404, 'Unable to find item');
      }
      return { repo, path: `/${path}`, lastModified, children: [] };
    }
    if (query === 'properties') {
      if (found.properties.size === 0) {
        throw new Refusal(404, 'No properties could be found.');
      }
      return { properties: Object.fromEntries(found.properties) };
    }
    const { bytes } = found;
    return {
      repo,
      path: `/${path}`,
      lastModified,
      size: String(bytes.length),
      checksums: {
        sha1: hashOf('sha1', bytes),
        md5: hashOf('md5', bytes),
        sha256: hashOf('sha256', bytes),
      },
    };
  }

  private setProperties(
    [repo, ...segments]: string[],
    query: string,
  ): [number, unknown] {
    const found = this.repository(repo).files.get(segments.join('/'));
    if (!found) throw new Refusal(404, 'Unable to find item');
    const given = /^properties=([^&]+)&recursive=0$/.exec(query);
    if (!given) throw new Refusal(400, `Bad query ${query}`);
    const set = parseProperties(decodeURIComponent(given[1]));
    for (const [name, values] of set) found.properties.set(name, values);
    return [204, undefined];
  }

  private transfer(
    kind: string,
    [repo, ...segments]: string[],
    query: URLSearchParams,
  ): [number, unknown] {
    const source = this.repository(repo);
    const from = segments.join('/');
    const found = source.files.get(from);
    if (!found) throw new Refusal(404, `Unable to find ${repo}:${from}`);
    const [, targetRepo, ...rest] = (query.get('to') ?? '').split('/');
    const target = this.repository(targetRepo);
    const named = rest.join('/');
    const to = target.isFolder(named)
      ? posix.join(named, posix.basename(from))
      : named;
    const message = `${kind} ${repo}:${from} to ${targetRepo}:${to} completed successfully`;
    if (query.get('dry') !== '1') {
      const { bytes, properties } = found;
      target.put(to, bytes, this.now).properties = new Map(properties);
      if (kind === 'move') source.files.delete(from);
    }
    return [200, { messages: [{ level: 'INFO', message }] }];
  }

  private search(query: string) {
    const items: AqlItem[] = [...this.repositories].flatMap(
      ([repo, { files }]) =>
        [...files].map(([path, { bytes, modified }]) => ({
          repo,
          path: posix.dirname(path),
          name: posix.basename(path),
          size: String(bytes.length),
          modified: modified.toISOString(),
          sha256: hashOf('sha256', bytes),
          type: 'file',
        })),
    );
    const results = runAql(query, items);
    return {
      results: results.map(item => ({ ...item, size: Number(item.size) })),
      range: { start_pos: 0, end_pos: results.length, total: results.length },
    };
  }

  private build(
    { method, headers }: IncomingMessage,
    rest: string[],
    body: Buffer,
  ): [number, unknown] {
    const key = (rest[0] === 'promote' ? rest.slice(1) : rest).join(' ');
    if (method === 'PUT') {
      const type = 'application/vnd.org.jfrog.artifactory+json';
      if (headers['content-type'] !== type) throw new Refusal(415, 'type');
      const info = JSON.parse(body.toString('utf8'));
      const name = `${info.name} ${info.number}`;
      const statuses = this.builds.get(name)?.statuses ?? [];
      this.builds.set(name, { info, statuses });
      return [204, undefined];
    }
    const known = this.builds.get(key);
    if (!known) throw new Refusal(404, `No build was found for ${key}`);
    if (method === 'GET') {
      return [200, { buildInfo: { ...known.info, statuses: known.statuses } }];
    }
    const status = JSON.parse(body.toString('utf8'));
    if (!status.dryRun) known.statuses.push(status);
    return [200, { messages: [] }];
  }
}
