import { rolloutReadPermission } from '@adaptive-delivery/plugin-release-common';
import {
  MetricSource,
  domainClockServiceRef,
  metricSourceExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { slotTimes } from './__testUtils__/evidence';
import { NOW, ROLLOUT_ID, answering, requestOf } from './__testUtils__/request';
import plugin from './index';
import { createRouter } from './service';

const LOOK = `/api/canary-analyzer/v1/verdicts/${ROLLOUT_ID}/0/0`;
const LIST = '/api/canary-analyzer/v1/verdicts';
const ONCE = '/api/canary-analyzer/v1/judgements';
const asService = mockCredentials.service.header();
const asUser = mockCredentials.user.header();

async function start(options: {
  queryRange?: MetricSource['queryRange'];
  config?: object;
  permission?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
}) {
  const {
    queryRange,
    config = {},
    permission = AuthorizeResult.ALLOW,
  } = options;
  const module = createBackendModule({
    pluginId: 'canary-analyzer',
    moduleId: 'test-source',
    register: env =>
      env.registerInit({
        deps: { point: metricSourceExtensionPoint },
        async init({ point }) {
          if (queryRange) point.setSource({ name: 'Test source', queryRange });
        },
      }),
  });
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result: permission })),
  });
  const { server } = await startTestBackend({
    features: [
      plugin,
      module,
      permissions.factory,
      mockServices.rootConfig.factory({ data: config }),
      createServiceFactory({
        service: domainClockServiceRef,
        deps: {},
        factory: () => ({ now: () => new Date(NOW), pace: () => 1 }),
      }),
    ],
  });
  return { server, permissions };
}

describe('canary-analyzer', () => {
  it('has the routes of its OpenAPI document, and no other', () => {
    const document = parse(
      readFileSync(path.resolve(__dirname, '../schema/openapi.yaml'), 'utf8'),
    );
    const documented = Object.entries<object>(document.paths).flatMap(
      ([at, methods]) => Object.keys(methods).map(method => `${method} ${at}`),
    );
    const router = createRouter({
      service: {} as never,
      access: {} as never,
      evidence: {} as never,
      auditor: mockServices.auditor.mock(),
    });
    const served = router.stack.flatMap(({ route }) =>
      route
        ? [...new Set(route.stack.map(({ method }) => method))].map(
            method => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`,
          )
        : [],
    );
    expect(served.sort()).toEqual(documented.sort());
  });

  it('judges a look, keeps it, and shows it to whoever may see rollouts', async () => {
    const { server, permissions } = await start({
      queryRange: answering(0.05),
    });
    const put = await request(server)
      .put(LOOK)
      .set('Authorization', asService)
      .send(requestOf());
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ verdict: 'rollback', judgedAt: NOW });

    const list = await request(server)
      .get(LIST)
      .query({ rolloutId: ROLLOUT_ID })
      .set('Authorization', asUser);
    expect(list.body).toEqual({ items: [put.body], nextCursor: null });
    expect(permissions.authorize).toHaveBeenCalledWith(
      [{ permission: rolloutReadPermission }],
      expect.anything(),
    );
    const ledger = await request(server)
      .get('/api/canary-analyzer/v1/ledger')
      .set('Authorization', asUser);
    expect(ledger.body.items).toHaveLength(1);
  });

  it('answers 409 for another question under a look', async () => {
    const { server } = await start({ queryRange: answering(0) });
    const put = (body: object) =>
      request(server).put(LOOK).set('Authorization', asService).send(body);
    expect((await put(requestOf())).status).toBe(200);
    expect((await put(requestOf({ minSamples: 1 }))).status).toBe(409);
  });

  it('lets only services judge looks, and nobody without permission read', async () => {
    const { server } = await start({
      queryRange: answering(0),
      permission: AuthorizeResult.DENY,
    });
    for (const [header, status] of [
      [asUser, 403],
      [mockCredentials.none.header(), 401],
    ] as const) {
      const answer = await request(server)
        .put(LOOK)
        .set('Authorization', header)
        .send(requestOf());
      expect(answer.status).toBe(status);
    }
    for (const ask of [
      request(server).get(LIST).query({ rolloutId: ROLLOUT_ID }),
      request(server).get('/api/canary-analyzer/v1/ledger'),
      request(server).post(ONCE).send(requestOf()),
    ]) {
      const answer = await ask.set('Authorization', asUser);
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toContain('rollout.read');
    }
  });

  it.each<[string, string, object | string, string]>([
    [
      'a step that is no number',
      LOOK.replace('/0/0', '/first/0'),
      requestOf(),
      'step',
    ],
    [
      'a rollout that is no id',
      LOOK.replace(ROLLOUT_ID, 'x'),
      requestOf(),
      'rolloutId',
    ],
    ['an unknown key', LOOK, { ...requestOf(), alpha: 1 }, 'alpha'],
    [
      'a window that ends before it starts',
      LOOK,
      requestOf({ window: { start: NOW, end: NOW } }),
      'window.end',
    ],
    [
      'a query without labels',
      LOOK,
      requestOf({ profile: { ...requestOf().profile, samples: 'up' } }),
      'profile.samples',
    ],
    ['a duplicate key', LOOK, '{"minSamples":1,"minSamples":2}', 'minSamples'],
  ])('refuses %s and stores nothing', async (_, url, body, at) => {
    const { server } = await start({ queryRange: answering(0) });
    const answer = await request(server)
      .put(url)
      .set('Authorization', asService)
      .set('Content-Type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(answer.body.error.faults).toContainEqual(
      expect.objectContaining({ path: at }),
    );
    const ledger = await request(server)
      .get('/api/canary-analyzer/v1/ledger')
      .set('Authorization', asUser);
    expect(ledger.body.items).toEqual([]);
  });

  it('judges series that come with the request', async () => {
    const { server } = await start({});
    const times = slotTimes.map(time => new Date(time).toISOString());
    const arms = (candidate: number | null, baseline: number) => ({
      candidate: { times, values: times.map(() => candidate) },
      baseline: { times, values: times.map(() => baseline) },
    });
    const { arms: _, ...rest } = requestOf();
    const post = (errors: number | null, over: object = {}) =>
      request(server)
        .post(ONCE)
        .set('Authorization', asUser)
        .send({
          ...rest,
          series: {
            samples: arms(10, 90),
            metrics: {
              errorRatio: {
                numerator: arms(errors, 0.1),
                denominator: arms(10, 90),
              },
              ...over,
            },
          },
        });
    expect((await post(0.01)).body).toMatchObject({ verdict: 'promote' });
    expect((await post(2)).body).toMatchObject({ verdict: 'rollback' });
    expect((await post(null)).body).toMatchObject({
      verdict: 'slow',
      cause: 'noData',
    });
    const unknown = await post(0, { latency: { query: arms(1, 1) } });
    expect(unknown.status).toBe(400);
    expect(unknown.body.error.faults[0].path).toBe('series.metrics.latency');
  });

  it('reads the configured Prometheus, and holds when there is none', async () => {
    const prometheus = createServer((req, res) => {
      const query =
        new URL(req.url ?? '', 'http://x').searchParams.get('query') ?? '';
      const rate = query.includes('errors') ? '0.01' : '10';
      res.setHeader('Content-Type', 'application/json').end(
        JSON.stringify({
          status: 'success',
          data: {
            resultType: 'matrix',
            result: [
              {
                metric: {},
                values: slotTimes.map(time => [time / 1000, rate]),
              },
            ],
          },
        }),
      );
    });
    prometheus.listen(0, '127.0.0.1');
    await once(prometheus, 'listening');
    const url = `http://127.0.0.1:${
      (prometheus.address() as AddressInfo).port
    }`;
    try {
      const { server } = await start({
        config: { adaptiveDelivery: { metrics: { prometheus: { url } } } },
      });
      const answer = await request(server)
        .put(LOOK)
        .set('Authorization', asService)
        .send(requestOf());
      expect(answer.body).toMatchObject({
        verdict: 'promote',
        cause: 'healthy',
      });
    } finally {
      prometheus.close();
    }
    const { server } = await start({});
    const answer = await request(server)
      .put(LOOK)
      .set('Authorization', asService)
      .send(requestOf());
    expect(answer.body).toMatchObject({
      verdict: 'slow',
      cause: 'sourceUnavailable',
    });
    expect(answer.body.words).toContain(
      'adaptiveDelivery.metrics.prometheus.url',
    );
  });
});
