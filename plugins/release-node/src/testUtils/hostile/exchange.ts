import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type RawRequest = {
  /** Port on 127.0.0.1. */
  port: number;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /**
   * In place of the length of the body: a number that may lie, `chunked`, or
   * nothing at all.
   */
  length?: number | 'chunked' | 'none';
  /** What the client does once it has sent everything; the default waits. */
  then?: 'wait' | 'hangUp';
};

export type RawAnswer = {
  /** 0 when the server hung up without an answer. */
  status: number;
  headers: Record<string, string>;
  text: string;
};

/** Longer than any answer may take. */
const PATIENCE_MS = 15_000;

function headOf({ method = 'POST', path, ...request }: RawRequest): string {
  const { headers = {}, body = '', length } = request;
  const framing: Record<string, string> =
    length === 'chunked'
      ? { 'Transfer-Encoding': 'chunked' }
      : { 'Content-Length': String(length ?? Buffer.byteLength(body)) };
  const all = {
    Host: '127.0.0.1',
    Connection: 'close',
    'Content-Type': 'application/json',
    ...(length === 'none' ? {} : framing),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function bytesOf({ body = '', length }: RawRequest): Buffer {
  const bytes = Buffer.from(body);
  if (length !== 'chunked') return bytes;
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n0\r\n\r\n'),
  ]);
}

function parseAnswer(received: string): RawAnswer {
  const [head, ...rest] = received.split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0),
    headers: Object.fromEntries(
      headers.map(header => {
        const colon = header.indexOf(':');
        return [
          header.slice(0, colon).toLowerCase(),
          header.slice(colon + 1).trim(),
        ];
      }),
    ),
    text: rest.join('\r\n\r\n'),
  };
}

/**
 * One request over a socket of its own, as no HTTP client would send it: the
 * length may lie and the body may never come to an end.
 *
 * @throws Error when nothing came of it in 15 s.
 */
export async function exchange(request: RawRequest): Promise<RawAnswer> {
  const socket = connect({ host: '127.0.0.1', port: request.port });
  const chunks: Buffer[] = [];
  const closed = new Promise<'closed'>(resolve => {
    socket.on('data', chunk => chunks.push(chunk));
    // Whoever refuses a body may hang up while it is still being sent.
    socket.on('error', () => resolve('closed'));
    socket.on('close', () => resolve('closed'));
  });
  const patience = new AbortController();
  try {
    socket.write(headOf(request));
    socket.write(bytesOf(request));
    if (request.then === 'hangUp') socket.end();
    const outcome = await Promise.race([
      closed,
      sleep(PATIENCE_MS, 'late' as const, { signal: patience.signal }),
    ]);
    if (outcome === 'late') {
      throw new Error(`${request.path}: no answer in ${PATIENCE_MS} ms`);
    }
    return parseAnswer(Buffer.concat(chunks).toString('utf8'));
  } finally {
    patience.abort();
    socket.destroy();
  }
}
