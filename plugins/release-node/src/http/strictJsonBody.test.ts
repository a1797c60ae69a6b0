import express from 'express';
import { createServer, request, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { RawRequest, exchange } from '../testUtils';
import { contractErrorHandler, strictJsonBody } from './strictJsonBody';

type Answer = {
  status: number;
  body: {
    error?: { name: string; message: string; faults?: Array<{ path: string }> };
    received?: unknown;
  };
};

let server: Server;
beforeAll(async () => {
  const app = express();
  app.post('/', ...strictJsonBody({ timeoutMs: 300 }), (req, res) => {
    res.json({ received: req.body });
  });
  app.use(contractErrorHandler());
  server = createServer(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise(resolve => server.close(resolve)));

function post(
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: (server.address() as AddressInfo).port,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      },
      res => {
        let text = '';
        res.on('data', chunk => (text += chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, body: JSON.parse(text) }),
        );
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

describe('strictJsonBody', () => {
  it('hands on what is plain JSON', async () => {
    expect(await post('{"a":[1,"ü"]}')).toEqual({
      status: 200,
      body: { received: { a: [1, 'ü'] } },
    });
  });

  it.each([
    ['nothing', '', '', 'empty'],
    ['cut off', '{"a":', '', 'not JSON'],
    ['trailing data', '{} {}', '', 'not JSON'],
    ['a byte order mark', '\ufeff{}', '', 'byte order mark'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), '', 'not JSON'],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), '', 'not valid UTF-8'],
    ['a key twice', '{"a":{"b":1,"b":2}}', 'a.b', 'stands twice'],
    ['a key twice, escaped', '{"a":1,"\\u0061":2}', 'a', 'stands twice'],
    ['__proto__', '{"x":[{"__proto__":{}}]}', 'x[0].__proto__', 'forbidden'],
    ['constructor', '{"constructor":{}}', 'constructor', 'forbidden'],
    ['1e400', '{"a":[0,1e400]}', 'a[1]', 'out of range'],
    ['2^53+1', '{"n":9007199254740993}', 'n', 'too large to be exact'],
    ['hostile depth', '['.repeat(100_000), '', 'nested deeper'],
  ])('refuses %s', async (_what, body, path, words) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toContain(words);
    expect(answer.body.error?.faults?.[0].path).toBe(path);
  });

  it('refuses a body over 5 MiB', async () => {
    const answer = await post(`"${'x'.repeat(5 * 1024 * 1024)}"`);
    expect(answer.status).toBe(413);
    expect(answer.body.error?.message).toContain('nothing was stored');
  });

  it('refuses a body of too many keys before it parses them', async () => {
    const answer = await post(`[${'0,'.repeat(1_000_000)}0]`);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toContain('more than 250000 keys');
  });

  it('refuses a compressed body instead of blowing it up', async () => {
    const answer = await post(gzipSync('x'.repeat(1_000_000)), {
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(415);
  });
});

describe('a body that is not what its head says', () => {
  const send = (sent: Omit<RawRequest, 'port' | 'path'>) =>
    exchange({
      port: (server.address() as AddressInfo).port,
      path: '/',
      ...sent,
    });

  it.each<[string, Omit<RawRequest, 'port' | 'path'>, number, RegExp]>([
    ['never comes', { body: '', length: 20 }, 408, /did not arrive in time/],
    ['stops halfway', { body: '{"a":', length: 20 }, 408, /nothing was stored/],
    [
      'comes in chunks that do not end',
      {
        body: '5\r\n{"a":\r\n',
        length: 'none',
        headers: { 'Transfer-Encoding': 'chunked' },
      },
      408,
      /did not arrive/,
    ],
    ['is longer', { body: '{"a":1}{"b":2}', length: 4 }, 400, /^$/],
    ['has no length', { body: '{"a":1}', length: 'none' }, 400, /is empty/],
    [
      'has two lengths',
      { body: '{}', headers: { 'content-length': '1' } },
      400,
      /^$/,
    ],
    [
      'has a length and is in chunks',
      { body: '{}', headers: { 'transfer-encoding': 'chunked' } },
      400,
      /^$/,
    ],
    ['has a negative length', { body: '{}', length: -2 }, 400, /^$/],
    [
      'is in chunks that are none',
      {
        body: '{"a":1}',
        length: 'none',
        headers: { 'Transfer-Encoding': 'chunked' },
      },
      400,
      /^$/,
    ],
  ])('%s', async (_what, sent, status, words) => {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(words);
    expect(answer.headers.connection).toBe('close');
  });

  it('is given up when the client hangs up', async () => {
    const answer = await send({ body: '{"a":', length: 20, then: 'hangUp' });
    expect([0, 400]).toContain(answer.status);
  });

  it('leaves the server as it was', async () => {
    expect((await post('{"a":1}')).status).toBe(200);
  });

  it('is refused with a head that is too large', async () => {
    const answer = await send({
      body: '{}',
      headers: { 'x-long': 'x'.repeat(20_000) },
    });
    expect(answer.status).toBe(431);
  });
});
