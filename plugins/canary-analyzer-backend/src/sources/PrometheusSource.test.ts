import { mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { RequestListener, Server, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { PrometheusSource } from './PrometheusSource';

const REQUEST = {
  query: 'release_track:errors:rate{ component="payments-service" }',
  start: new Date('2026-11-23T15:00:00Z'),
  end: new Date('2026-11-23T15:05:00Z'),
  stepSeconds: 5,
};
const START = REQUEST.start.getTime() / 1000;

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
});

const matrix = (
  result: Array<{
    metric: Record<string, string>;
    values: Array<[number, string]>;
  }>,
  over: object = {},
) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result },
    ...over,
  });

/** A source in front of a server that gives this answer to everything. */
async function sourceAnswering(body: string, status = 200) {
  const url = await serve((_req, res) => {
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });
  return new PrometheusSource({ url, timeoutSeconds: 5 });
}

describe('PrometheusSource', () => {
  it('asks query_range below the configured path and reads the one series', async () => {
    const seen: Array<{ url: URL; authorization?: string }> = [];
    const url = await serve((req, res) => {
      seen.push({
        url: new URL(req.url ?? '', 'http://x'),
        authorization: req.headers.authorization,
      });
      res.setHeader('Content-Type', 'application/json');
      res.end(
        matrix([
          {
            metric: { a: 'b' },
            values: [
              [START + 5, '0.5'],
              [START + 10.001, '2'],
            ],
          },
        ]),
      );
    });
    const source = new PrometheusSource({
      url: `${url}/prometheus/`,
      bearerToken: 'secret',
    });
    await expect(source.queryRange(REQUEST)).resolves.toEqual({
      times: [(START + 5) * 1000, START * 1000 + 10_001],
      values: [0.5, 2],
    });
    expect(seen[0].url.pathname).toBe('/prometheus/api/v1/query_range');
    expect(Object.fromEntries(seen[0].url.searchParams)).toEqual({
      query: REQUEST.query,
      start: String(START),
      end: String(START + 300),
      step: '5',
    });
    expect(seen[0].authorization).toBe('Bearer secret');
  });

  it.each<[string, Array<[number, string]>, object | null]>([
    ['no series', [], null],
    [
      'NaN and infinities as gaps',
      [
        [START, 'NaN'],
        [START + 5, '+Inf'],
        [START + 10, '-Inf'],
        [START + 15, '1e3'],
      ],
      { times: [(START + 15) * 1000], values: [1000] },
    ],
    [
      'a series of nothing but NaN as none',
      [
        [START, 'NaN'],
        [START + 5, ''],
      ],
      null,
    ],
  ])('reads %s', async (_, values, expected) => {
    const source = await sourceAnswering(
      matrix(values.length ? [{ metric: {}, values }] : []),
    );
    await expect(source.queryRange(REQUEST)).resolves.toEqual(expected);
  });

  it.each<[string, string, number, string]>([
    [
      'an error of the query',
      JSON.stringify({
        status: 'error',
        errorType: 'bad_data',
        error: 'parse error at char 7',
      }),
      400,
      'it answered 400: bad_data: parse error at char 7',
    ],
    ['a proxy that refuses', '<html>', 403, 'it answered 403'],
    [
      'an error under status 200',
      JSON.stringify({
        status: 'error',
        errorType: 'execution',
        error: 'too many samples',
      }),
      200,
      'execution: too many samples',
    ],
    [
      'a page that is not the API',
      '<html>login</html>',
      200,
      'check the address',
    ],
    ['broken JSON', '{"status":"success","data":', 200, 'check the address'],
    [
      'an instant vector',
      JSON.stringify({
        status: 'success',
        data: { resultType: 'vector', result: [] },
      }),
      200,
      'is not the JSON of the Prometheus HTTP API',
    ],
    [
      'a partial answer',
      matrix([{ metric: {}, values: [[START, '1']] }], {
        warnings: ['store gateway-3 is down'],
      }),
      200,
      'may be incomplete, it came with warnings: store gateway-3 is down',
    ],
    [
      'several series',
      matrix([
        { metric: { pod: 'a' }, values: [[START, '1']] },
        { metric: { pod: 'b' }, values: [[START, '1']] },
      ]),
      200,
      `${REQUEST.query} gives 2 series, such as {pod="a"} and {pod="b"}; wrap it in an aggregation`,
    ],
  ])('takes no answer from %s', async (_, body, status, words) => {
    const source = await sourceAnswering(body, status);
    await expect(source.queryRange(REQUEST)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: expect.stringContaining(words),
    });
  });

  it('gives up on a source that does not answer in time', async () => {
    const url = await serve(() => {});
    const source = new PrometheusSource({ url, timeoutSeconds: 0.05 });
    await expect(source.queryRange(REQUEST)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: `Prometheus at ${url} is unavailable: no answer within 0.05 s`,
    });
  });

  it('says when nobody listens', async () => {
    const url = await serve(() => {});
    servers.splice(0).forEach(server => server.close());
    const source = new PrometheusSource({ url });
    await expect(source.queryRange(REQUEST)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('does not follow a redirect to another host', async () => {
    let asked = 0;
    const foreign = await serve((_req, res) => {
      asked++;
      res.end(matrix([]));
    });
    const url = await serve((_req, res) => {
      res.writeHead(302, { Location: `${foreign}/api/v1/query_range` }).end();
    });
    const source = new PrometheusSource({ url });
    await expect(source.queryRange(REQUEST)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: expect.stringContaining('not among the hosts'),
    });
    expect(asked).toBe(0);
  });

  it('stops reading an answer that is too large', async () => {
    const url = await serve((_req, res) => {
      res.setHeader('Content-Type', 'application/json');
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const push = () => {
        while (!res.destroyed && res.write(chunk));
      };
      res.on('drain', push);
      push();
    });
    const source = new PrometheusSource({ url });
    await expect(source.queryRange(REQUEST)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: expect.stringContaining('size'),
    });
  });

  it('tries once more after a 503', async () => {
    let asked = 0;
    const url = await serve((_req, res) => {
      asked++;
      if (asked === 1) res.writeHead(503).end();
      else res.setHeader('Content-Type', 'application/json').end(matrix([]));
    });
    await expect(
      new PrometheusSource({ url }).queryRange(REQUEST),
    ).resolves.toBeNull();
    expect(asked).toBe(2);
  });
});

describe('PrometheusSource.fromConfig', () => {
  const fromConfig = (prometheus: object) =>
    PrometheusSource.fromConfig(
      mockServices.rootConfig({
        data: { adaptiveDelivery: { metrics: { prometheus } } },
      }),
    );

  it('is null without an address', () => {
    expect(fromConfig({})).toBeNull();
    expect(fromConfig({ url: 'https://prom.example/base' })?.name).toBe(
      'Prometheus at https://prom.example/base',
    );
  });

  it.each([
    [{ url: 'prom:9090' }, 'adaptiveDelivery.metrics.prometheus.url'],
    [{ url: 'file:///etc/passwd' }, 'adaptiveDelivery.metrics.prometheus.url'],
    [{ url: 'nonsense' }, 'adaptiveDelivery.metrics.prometheus.url'],
    [
      { url: 'http://prom', timeoutSeconds: 0 },
      'adaptiveDelivery.metrics.prometheus.timeoutSeconds',
    ],
  ])('refuses %j, naming the key', (config, key) => {
    expect(() => fromConfig(config)).toThrow(key);
  });
});
