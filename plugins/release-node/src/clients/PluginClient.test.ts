import { mockServices } from '@backstage/backend-test-utils';
import {
  createServer,
  IncomingMessage,
  RequestListener,
  Server,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { DefaultPluginClient } from './PluginClient';

let server: Server | undefined;

async function clientOf(listener: RequestListener) {
  server = createServer(listener);
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new DefaultPluginClient({
    discovery: mockServices.discovery.mock({
      getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
    }),
    auth: mockServices.auth({ pluginId: 'release-decision' }),
  });
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise(resolve => server?.close(resolve));
  server = undefined;
});

describe('DefaultPluginClient', () => {
  it('calls the other plugin as a service', async () => {
    let seen: IncomingMessage | undefined;
    const client = await clientOf((req, res) => {
      seen = req;
      res.setHeader('content-type', 'application/json').end('{"id":"1"}');
    });
    const answer = await client.request<{ id: string }>({
      pluginId: 'rollout',
      method: 'POST',
      path: '/v1/rollouts',
      body: { decisionId: '1' },
    });
    expect(answer).toEqual({ id: '1' });
    expect(seen?.url).toBe('/api/rollout/v1/rollouts');
    expect(seen?.headers.authorization).toMatch(/^Bearer .+/);
  });

  it('tells an answer that is no success in the words of the other side', async () => {
    const client = await clientOf((_req, res) => {
      res
        .writeHead(409, { 'content-type': 'application/json' })
        .end('{"error":{"message":"the digest is quarantined"}}');
    });
    await expect(
      client.request({ pluginId: 'rollout', method: 'POST', path: '/' }),
    ).rejects.toMatchObject({
      name: 'RemoteError',
      statusCode: 409,
      message: 'rollout answered 409: the digest is quarantined',
    });
  });

  it.each([
    ['hangs up', (req => req.socket.destroy()) as RequestListener],
    ['never answers', (() => {}) as RequestListener],
  ])(
    'tells a plugin that %s from one that refuses',
    async (_what, listener) => {
      const client = await clientOf(listener);
      await expect(
        client.request({
          pluginId: 'canary-analyzer',
          method: 'POST',
          path: '/',
          timeoutMs: 200,
        }),
      ).rejects.toMatchObject({ name: 'UnreachableError' });
    },
  );
});
