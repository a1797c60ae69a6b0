import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Latencies, summarize } from './latencies';

export type Answer = { status: number; body: string };

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const TIMEOUT_MS = 30_000;

type Request = {
  url: string;
  token: string;
  method: 'GET' | 'POST';
  body?: string;
};

/** One request over a connection that is kept. */
export function send(options: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      options.url,
      {
        agent,
        method: options.method,
        timeout: TIMEOUT_MS,
        headers: {
          authorization: `Bearer ${options.token}`,
          ...(options.body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(options.body),
          }),
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('timeout', () =>
      request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)),
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed the kept connection just when it was taken again.
      const isStale = request.reusedSocket && error.code === 'ECONNRESET';
      if (isStale) resolve(send(options));
      else reject(error);
    });
    request.end(options.body);
  });
}

export type LoadResult = Latencies & {
  sent: number;
  /** Answered as expected. */
  answered: number;
  /** Answered a second, from the first request to the last answer. */
  perSecond: number;
  /** Of the first failure, for the reader; null when there was none. */
  firstFailure: string | null;
};

/**
 * Sends at a fixed rate, whether or not earlier requests were answered, and
 * measures each from the moment it was due: a server that falls behind cannot
 * hide it by slowing the sender (coordinated omission).
 */
export async function sendAtRate(options: {
  rate: number;
  seconds: number;
  send: (index: number) => Promise<Answer>;
  expected: number;
}): Promise<LoadResult> {
  const { rate, seconds, expected } = options;
  const total = rate * seconds;
  const latencies: number[] = [];
  const pending: Array<Promise<void>> = [];
  let answered = 0;
  let firstFailure: string | null = null;
  const started = performance.now();
  const one = async (index: number, due: number) => {
    try {
      const { status, body } = await options.send(index);
      if (status === expected) answered++;
      else firstFailure ??= `${status} ${body.slice(0, 500)}`;
    } catch (error) {
      firstFailure ??= error instanceof Error ? error.message : String(error);
    }
    latencies.push(performance.now() - due);
  };
  for (let index = 0; index < total; index++) {
    const due = started + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    pending.push(one(index, due));
  }
  await Promise.all(pending);
  const elapsed = (performance.now() - started) / 1000;
  return {
    ...summarize(latencies),
    sent: total,
    answered,
    perSecond: Math.round((answered / elapsed) * 10) / 10,
    firstFailure,
  };
}
