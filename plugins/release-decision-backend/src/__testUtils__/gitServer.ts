import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  IncomingMessage,
  Server,
  ServerResponse,
  createServer,
} from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';

function findBackend(): string | null {
  try {
    const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' });
    const file = path.join(folder.trim(), 'git-http-backend');
    return existsSync(file) ? file : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Git's own server for smart HTTP; null on a machine without it. */
export const gitHttpBackend = findBackend();

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/** Changes what Git answers. */
type Spoil = (body: Buffer, req: IncomingMessage) => Buffer;

/** Runs git-http-backend as a CGI program (RFC 3875) for one request. */
function serveGit(backend: string, root: string, spoil: Spoil): Listener {
  return (req, res) => {
    const { pathname, search } = new URL(req.url ?? '/', 'http://localhost');
    const child = spawn(backend, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: req.method,
        CONTENT_TYPE: req.headers['content-type'] ?? '',
        REMOTE_ADDR: '127.0.0.1',
        GIT_PROTOCOL: String(req.headers['git-protocol'] ?? ''),
      } as unknown as NodeJS.ProcessEnv,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.on('close', () => {
      const output = Buffer.concat(chunks);
      const end = output.indexOf('\r\n\r\n');
      const headers = output.toString('latin1', 0, end).split('\r\n');
      for (const header of headers) {
        const [name, value] = header.split(/: (.*)/s);
        if (name === 'Status') res.statusCode = Number(value.slice(0, 3));
        else res.setHeader(name, value);
      }
      res.end(spoil(output.subarray(end + 4), req));
    });
    req.pipe(child.stdin);
  };
}

/** A server on this machine whose behaviour a test can change at any time. */
export class GitServer {
  readonly requests: Array<{ url: string; authorization?: string }> = [];
  /** Answers instead of Git, or lets Git answer by returning false. */
  instead: ((...args: Parameters<Listener>) => unknown) | undefined;
  spoil: Spoil | undefined;
  /** Asked for by basic authentication when set. */
  password: string | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(root: string): Promise<GitServer> {
    if (!gitHttpBackend) throw new Error('git http-backend is not installed');
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const self = new GitServer(server, `http://127.0.0.1:${port}`);
    const git = serveGit(
      gitHttpBackend,
      root,
      (body, req) => self.spoil?.(body, req) ?? body,
    );
    server.on('request', (req: IncomingMessage, res: ServerResponse) => {
      const { authorization } = req.headers;
      self.requests.push({ url: req.url ?? '', authorization });
      if (self.instead && self.instead(req, res) !== false) return;
      if (self.password !== undefined && !self.isAllowed(authorization)) {
        res.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
        return;
      }
      git(req, res);
    });
    return self;
  }

  private isAllowed(authorization: string | undefined) {
    const encoded = authorization?.replace(/^Basic /, '') ?? '';
    const [, password] = Buffer.from(encoded, 'base64').toString().split(':');
    return password === this.password;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
