import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { createHttpClient } from './createHttpClient';

const servers: Server[] = [];

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(server => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    }),
  );
});

describe('createHttpClient', () => {
  it('calls a host on the list', async () => {
    const host = await serve((_req, res) => res.end('{"ok":true}'));
    const client = createHttpClient({ allowedHosts: [host], timeoutMs: 2000 });
    expect((await client.get(`http://${host}/`)).data).toEqual({ ok: true });
  });

  it.each([
    ['another port', 'http://127.0.0.1:1/'],
    ['another host', 'http://localhost.example/'],
    ['another scheme', 'file:///etc/passwd'],
    ['credentials that look like the host', 'http://127.0.0.1:80@evil.test/'],
  ])('refuses %s before anything is sent', async (_what, url) => {
    let calls = 0;
    const host = await serve((_req, res) => {
      calls++;
      res.end();
    });
    const client = createHttpClient({
      allowedHosts: [host],
      timeoutMs: 2000,
      retries: 0,
    });
    await expect(client.get(url)).rejects.toThrow(/allowed|may be called/);
    expect(calls).toBe(0);
  });

  it('does not follow a redirect to a host that is not on the list', async () => {
    let reached = false;
    const foreign = await serve((_req, res) => {
      reached = true;
      res.end('secret');
    });
    const host = await serve((_req, res) => {
      res.writeHead(302, { location: `http://${foreign}/` }).end();
    });
    const client = createHttpClient({
      allowedHosts: [host],
      timeoutMs: 2000,
      retries: 0,
    });
    await expect(client.get(`http://${host}/`)).rejects.toThrow(
      `${foreign} is not among the hosts that may be called`,
    );
    expect(reached).toBe(false);
  });

  it('gives up on an answer that does not come', async () => {
    const host = await serve(() => {});
    const client = createHttpClient({
      allowedHosts: [host],
      timeoutMs: 100,
      retries: 0,
    });
    await expect(client.get(`http://${host}/`)).rejects.toThrow(
      /timeout|canceled/,
    );
  });

  it('gives up on an answer that never ends', async () => {
    const host = await serve((_req, res) => {
      res.writeHead(200);
      const timer = setInterval(() => res.write('x'), 10);
      res.on('close', () => clearInterval(timer));
    });
    const client = createHttpClient({
      allowedHosts: [host],
      timeoutMs: 200,
      retries: 0,
    });
    await expect(client.get(`http://${host}/`)).rejects.toThrow(
      /timeout|canceled|aborted/,
    );
  });

  it('refuses an answer larger than the bound', async () => {
    const host = await serve((_req, res) => res.end('x'.repeat(2000)));
    const client = createHttpClient({
      allowedHosts: [host],
      timeoutMs: 2000,
      maxResponseBytes: 1000,
      retries: 0,
    });
    await expect(client.get(`http://${host}/`)).rejects.toThrow(
      'maxContentLength',
    );
  });

  it.each([
    ['get', 3],
    ['put', 3],
    ['post', 1],
  ] as const)(
    'sends %s %d times to a server that is down',
    async (method, n) => {
      let calls = 0;
      const host = await serve((_req, res) => {
        calls++;
        res.writeHead(503).end();
      });
      const client = createHttpClient({
        allowedHosts: [host],
        timeoutMs: 2000,
      });
      await expect(
        client.request({ method, url: `http://${host}/` }),
      ).rejects.toThrow('503');
      expect(calls).toBe(n);
    },
  );

  it('does not repeat what was refused for good', async () => {
    let calls = 0;
    const host = await serve((_req, res) => {
      calls++;
      res.writeHead(404).end();
    });
    const client = createHttpClient({ allowedHosts: [host], timeoutMs: 2000 });
    await expect(client.get(`http://${host}/`)).rejects.toThrow('404');
    expect(calls).toBe(1);
  });
});
