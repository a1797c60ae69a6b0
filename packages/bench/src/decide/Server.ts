import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { send } from './load';
import { COMPONENTS, componentName } from './submissions';

const PACKAGE = resolvePackagePath('@adaptive-delivery/bench');
const REPOSITORY = path.resolve(PACKAGE, '../..');
const START_MS = 120_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const entities: Entity[] = Array.from({ length: COMPONENTS }, (_, index) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: componentName(index),
    annotations: {
      'adaptive-delivery.io/target-production': `bench:${componentName(index)}`,
      'adaptive-delivery.io/metric-labels': `component="${componentName(
        index,
      )}"`,
      'adaptive-delivery.io/analysis-profile': 'http-service',
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'bench' },
}));

/** Every second component asks for approval, the rest is in shadow mode. */
const overlay = {
  policy: { name: 'bench', version: '1.0.0' },
  enforcement: {
    default: 'shadow',
    rules: entities
      .filter((_, index) => index % 2 === 0)
      .map(({ metadata }) => ({
        component: `component:default/${metadata.name}`,
        mode: 'advisory',
      })),
  },
};

/** A key of its own: what is decided is signed, as in production. */
function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}

function configuration(options: {
  port: number;
  token: string;
  folder: string;
  database: unknown;
}) {
  const url = `http://127.0.0.1:${options.port}`;
  const restriction = ['release.decision.submit', 'release.decision.read'];
  return {
    app: { title: 'Bench', baseUrl: url },
    organization: { name: 'Bench' },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port: options.port },
      database: options.database,
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: options.token, subject: 'bench' },
            accessRestrictions: [
              { plugin: 'release-decision', permission: restriction },
              { plugin: 'bench' },
            ],
          },
        ],
      },
    },
    permission: { enabled: true },
    events: { useEventBus: 'never' },
    catalog: {
      locations: [
        { type: 'file', target: path.join(options.folder, 'catalog.yaml') },
      ],
    },
    adaptiveDelivery: {
      signing: {
        current: 'bench',
        keys: [{ keyId: 'bench', privateKey: signingKey() }],
      },
      policy: {
        folders: [
          path.join(REPOSITORY, 'policies/default'),
          path.join(options.folder, 'policy'),
        ],
      },
      approvers: {
        sre: ['group:default/sre'],
        security: ['group:default/sre'],
      },
    },
  };
}

/** The portal's decide backend in a process of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly token: string,
    private readonly logFile: string,
  ) {}

  /** @throws Error naming the log when it did not start. */
  static async start(folder: string, database: unknown): Promise<Server> {
    const port = await freePort();
    const token = randomBytes(24).toString('hex');
    const config = path.join(folder, 'app-config.yaml');
    await mkdir(path.join(folder, 'policy'), { recursive: true });
    await writeFile(path.join(folder, 'policy/bench.yaml'), stringify(overlay));
    await writeFile(
      path.join(folder, 'catalog.yaml'),
      entities.map(entity => stringify(entity)).join('---\n'),
    );
    await writeFile(
      config,
      stringify(configuration({ port, token, folder, database })),
    );
    const logFile = path.join(folder, 'server.log');
    const child = spawn(
      process.execPath,
      [
        '--require',
        '@backstage/cli-node/config/nodeTransform.cjs',
        path.join(PACKAGE, 'src/decide/backend.ts'),
        '--config',
        config,
      ],
      {
        cwd: PACKAGE,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
      },
    );
    const log = createWriteStream(logFile);
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const server = new Server(
      child,
      `http://127.0.0.1:${port}`,
      token,
      logFile,
    );
    await server.waitUntilReady();
    return server;
  }

  private async waitUntilReady(): Promise<void> {
    const end = Date.now() + START_MS;
    while (Date.now() < end) {
      if (this.child.exitCode !== null) break;
      try {
        const { status } = await this.post('/api/bench/ping', '');
        if (status === 201) return;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
      await sleep(250);
    }
    await this.stop();
    throw new Error(`The server did not start:\n${await this.lastWords()}`);
  }

  post(route: string, body: string) {
    const { url, token } = this;
    return send({ url: `${url}${route}`, token, method: 'POST', body });
  }

  get(route: string) {
    const { url, token } = this;
    return send({ url: `${url}${route}`, token, method: 'GET' });
  }

  /** The end of its log. */
  async lastWords(): Promise<string> {
    return (await readFile(this.logFile, 'utf8')).slice(-3000);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await Promise.race([
      ended,
      sleep(10_000, undefined, { ref: false }).then(() =>
        this.child.kill('SIGKILL'),
      ),
    ]);
    await ended;
  }
}
