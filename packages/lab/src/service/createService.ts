import { createHash } from 'node:crypto';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { EXPOSITION_TYPE } from '../prometheus/exposition';
import { FaultProfile } from '../targets/faults';
import { ServiceMetrics } from './ServiceMetrics';

const MIB = 1024 * 1024;
const USUAL_ERROR_RATE = 0.001;
const MAX_BODY_BYTES = 16 * 1024;
/** SHA-256 rounds per request: a little real work, well under a millisecond. */
const WORK_ROUNDS = 400;

export type Service = {
  server: Server;
  setFaults(faults: FaultProfile): void;
  /** Does some requests' work beforehand, so that the first are not the slowest. */
  warmUp(): void;
};

function work(seed: string): string {
  let digest = seed;
  for (let i = 0; i < WORK_ROUNDS; i++) {
    digest = createHash('sha256').update(digest).digest('hex');
  }
  return digest;
}

/** Between 20 and 50 ms, evenly: the time a payment provider takes. */
function usualLatencyMs() {
  return 20 + 30 * Math.random();
}

/** The payments service: takes payments and orders, and measures itself. */
export function createService(options: {
  component: string;
  version: string;
  faults: FaultProfile;
}): Service {
  const { component, version } = options;
  const metrics = new ServiceMetrics(version);
  let faults = options.faults;
  let ballast: Buffer | undefined;

  const setFaults = (profile: FaultProfile) => {
    faults = profile;
    const size = Math.round((profile.memoryMiB ?? 0) * MIB);
    if (ballast?.length !== size) {
      ballast = size ? Buffer.alloc(size, 1) : undefined;
    }
  };
  setFaults(faults);

  const answer = (res: ServerResponse, code: number, body: object) => {
    res.writeHead(code, {
      'Content-Type': 'application/json',
      'X-Service-Version': version,
    });
    res.end(JSON.stringify(body));
  };

  const serve = (req: IncomingMessage, res: ServerResponse, path: string) => {
    const started = performance.now();
    let received = 0;
    req.on('data', chunk => {
      received += chunk.length;
      if (received > MAX_BODY_BYTES) req.destroy();
    });
    req.on('end', () => {
      const before = process.cpuUsage();
      const id = work(`${started}`).slice(0, 16);
      const spent = process.cpuUsage(before);
      setTimeout(() => {
        const failed =
          Math.random() < USUAL_ERROR_RATE + (faults.errorRate ?? 0);
        const code = failed ? 503 : 200;
        if (!failed && path === '/orders') metrics.ordered();
        metrics.answered({
          path,
          code,
          seconds: (performance.now() - started) / 1000,
          cpuSeconds: (spent.user + spent.system) / 1e6,
        });
        answer(
          res,
          code,
          failed ? { error: 'the payment provider did not answer' } : { id },
        );
      }, usualLatencyMs() + (faults.latencyMs ?? 0));
    });
  };

  const server = createServer((req, res) => {
    const route = `${req.method} ${req.url}`;
    if (route === 'POST /pay' || route === 'POST /orders') {
      serve(req, res, req.url as string);
    } else if (route === 'GET /healthz') {
      answer(res, 200, { component, version, status: 'ok' });
    } else if (route === 'GET /metrics' && !faults.noData) {
      res.writeHead(200, { 'Content-Type': EXPOSITION_TYPE });
      res.end(metrics.expose());
    } else {
      answer(res, 404, { error: `${route} is not served here` });
    }
  });
  // Longer than the idle time of the callers' agents, so that they close first.
  server.keepAliveTimeout = 30_000;

  return {
    server,
    setFaults,
    warmUp: () => {
      for (let i = 0; i < 60; i++) work(`warm-up ${i}`);
    },
  };
}
