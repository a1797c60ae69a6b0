import {
  Agent,
  createServer,
  IncomingMessage,
  request,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';

const UPSTREAM_TIMEOUT_MS = 15_000;
const MAX_SOCKETS = 256;

/** One version behind the router. */
export type Backend = {
  /** Stable over changes of the weight. */
  id: string;
  port: number;
  /** Share of the requests in percent. */
  weight: number;
};

type RoutedBackend = Backend & {
  agent: Agent;
  current: number;
  routed: number;
};

function fail(res: ServerResponse, code: number, message: string) {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(code, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify({ error: message }));
}

/**
 * An HTTP proxy on the loopback interface that splits requests by weight. It
 * takes turns by nginx's smooth weighted round robin, so the split is exact
 * over any hundred requests and not only on average.
 */
export class WeightedRouter {
  private backends: RoutedBackend[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((req, res) => this.route(req, res));
    this.server.keepAliveTimeout = 30_000;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => resolve());
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Requests sent to each backend since it was added, by id. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.backends.map(b => [b.id, b.routed]));
  }

  setBackends(backends: readonly Backend[]): void {
    this.backends = backends.map(backend => {
      const known = this.backends.find(
        b => b.id === backend.id && b.port === backend.port,
      );
      const agent =
        known?.agent ??
        new Agent({
          keepAlive: true,
          maxSockets: MAX_SOCKETS,
          // Below the server's own idle limit: the caller closes first.
          timeout: 20_000,
        });
      return { ...backend, agent, current: 0, routed: known?.routed ?? 0 };
    });
  }

  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
    for (const backend of this.backends) backend.agent.destroy();
  }

  private next(): RoutedBackend | undefined {
    let chosen: RoutedBackend | undefined;
    let total = 0;
    for (const backend of this.backends) {
      if (backend.weight <= 0) continue;
      backend.current += backend.weight;
      total += backend.weight;
      if (!chosen || backend.current > chosen.current) chosen = backend;
    }
    if (chosen) chosen.current -= total;
    return chosen;
  }

  private route(req: IncomingMessage, res: ServerResponse) {
    const backend = this.next();
    if (!backend) {
      req.resume();
      fail(res, 503, 'no version of the service is running');
      return;
    }
    backend.routed++;
    const upstream = request(
      {
        host: '127.0.0.1',
        port: backend.port,
        agent: backend.agent,
        method: req.method,
        path: req.url,
        headers: req.headers,
        timeout: UPSTREAM_TIMEOUT_MS,
      },
      answer => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
        answer.on('error', () => res.destroy());
      },
    );
    upstream.on('timeout', () => upstream.destroy(new Error('timed out')));
    upstream.on('error', error =>
      fail(res, 502, `${backend.id} did not answer: ${error.message}`),
    );
    res.on('close', () => {
      if (!res.writableEnded) upstream.destroy();
    });
    req.pipe(upstream);
  }
}
