import { createMockDirectory } from '@backstage/backend-test-utils';
import express, { IRouter } from 'express';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { World } from './World';
import { createWorldRouter } from './worldRouter';

const folder = createMockDirectory();
const DIGEST = 'a'.repeat(64);

async function start() {
  const world = await World.open({
    folder: folder.path,
    requestsPerSecond: 1,
    scrapeIntervalMs: 1_000,
    seed: 1,
    log: () => {},
    startIn: 'history',
  });
  const router = createWorldRouter({ world, now: Date.now });
  const app = express();
  app.use(router);
  return { app, world, router };
}

let started: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  folder.clear();
  started = await start();
});
afterEach(() => started.world.close());

const body = (key: string, epoch: number) => ({
  desired: {
    kind: 'expose',
    candidate: { version: '5.3.0', sha256: [DIGEST] },
    exposure: { kind: 'cohort', name: 'test-devices', percent: 5 },
  },
  epoch,
  key,
  at: '2026-11-20T10:00:00Z',
});

describe('the control API', () => {
  it('observes, applies, refuses a stale epoch and lists what was applied', async () => {
    const { app } = started;
    const before = await request(app).get('/v1/targets/kiosk-fleet');
    expect(before.body).toEqual({
      capabilities: { exposures: ['cohort'], os: 'arm', simulated: true },
      observation: {
        stable: { version: '5.2.1', sha256: [expect.any(String)] },
        candidate: null,
        percent: 0,
        epoch: 0,
        lastKey: null,
        arms: {
          candidate: { track: 'candidate' },
          baseline: { track: 'baseline' },
        },
      },
    });
    const applied = await request(app)
      .put('/v1/targets/kiosk-fleet')
      .send(body('k1', 7));
    expect(applied.status).toBe(200);
    expect(applied.body.observation).toMatchObject({ percent: 5, epoch: 7 });
    const stale = await request(app)
      .put('/v1/targets/kiosk-fleet')
      .send(body('k2', 6));
    expect(stale.status).toBe(409);
    expect(stale.body.error.name).toBe('StaleEpochError');
    const applies = await request(app).get('/v1/targets/kiosk-fleet/applies');
    expect(applies.body.items).toEqual([
      expect.objectContaining({ seq: 1, key: 'k1', epoch: 7, effect: 'done' }),
    ]);
  });

  it.each([
    ['put', '/v1/targets/kiosk-fleet', { ...body('k', 1), extra: 1 }, 'extra'],
    ['put', '/v1/targets/kiosk-fleet', { ...body('k', 0) }, 'epoch'],
    ['put', '/v1/targets/kiosk-fleet', { ...body('k', 1), at: 'now' }, 'at'],
    ['put', `/v1/artifacts/${DIGEST}`, { version: '1' }, 'component'],
    [
      'put',
      '/v1/artifacts/abc',
      { version: '1', component: 'c', faults: {} },
      '64 characters',
    ],
    ['post', '/v1/faults', { target: 'kiosk-fleet', track: 'both' }, 'track'],
    [
      'post',
      '/v1/faults',
      { target: 'kiosk-fleet', track: 'candidate', errorRate: 2 },
      'errorRate',
    ],
    ['put', '/v1/mode', { mode: 'future' }, 'mode'],
  ] as const)(
    'refuses %s %s with what is wrong',
    async (method, url, sent, words) => {
      const answer = await request(started.app)[method](url).send(sent);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toContain(words);
      expect(started.world.target('kiosk-fleet').applies).toEqual([]);
      expect(started.world.activeFaults()).toEqual([]);
    },
  );

  it('names the targets there are when one is not', async () => {
    const answer = await request(started.app).get('/v1/targets/moon');
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toContain(
      'payments-service, kiosk-fleet',
    );
  });

  it('answers nobody from elsewhere and no web page that writes', async () => {
    const rebound = await request(started.app)
      .get('/v1/state')
      .set('Host', 'evil.example.com');
    expect(rebound.status).toBe(403);
    const crossSite = await request(started.app)
      .post('/v1/faults')
      .set('Origin', 'http://evil.example.com')
      .send({ target: 'kiosk-fleet', track: 'candidate', noData: true });
    expect(crossSite.status).toBe(403);
    expect(started.world.activeFaults()).toEqual([]);
  });

  it('keeps faults by release and by hand over a restart, and shows them in the series', async () => {
    const { app } = started;
    await request(app)
      .put(`/v1/artifacts/${DIGEST}`)
      .send({
        version: '5.3.0',
        component: 'kiosk-firmware',
        faults: { errorRate: 0.5 },
      })
      .expect(200);
    await request(app)
      .put('/v1/targets/kiosk-fleet')
      .send({
        ...body('k1', 1),
        at: new Date(Date.now() - 60_000).toISOString(),
      })
      .expect(200);
    await started.world.close();
    started = await start();

    const now = Date.now() / 1000;
    const count = async (name: string) => {
      const answer = await request(started.app)
        .get('/api/v1/query_range')
        .query({
          query: `release_track:${name}:rate{component="kiosk-firmware",track="candidate"}`,
          start: now - 50,
          end: now - 10,
          step: 2,
        });
      const [series] = answer.body.data.result;
      return series
        ? series.values.reduce(
            (sum: number, [, v]: [number, string]) => sum + Number(v),
            0,
          )
        : null;
    };
    const failures = await count('boot_failures');
    expect(failures / (await count('boots'))).toBeGreaterThan(0.3);

    await request(started.app)
      .post('/v1/faults')
      .send({ target: 'kiosk-fleet', track: 'candidate', noData: true })
      .expect(201);
    await started.world.close();
    started = await start();
    const instant = await request(started.app)
      .get('/api/v1/query')
      .query({ query: 'release_track:boots:rate{track="candidate"}' });
    expect(instant.body.data.result).toEqual([]);
    // What had happened before the fault is not rewritten by it.
    expect(await count('boot_failures')).toBe(failures);

    await request(started.app)
      .delete('/v1/faults')
      .query({ target: 'kiosk-fleet' })
      .expect(204);
    expect((await request(started.app).get('/v1/faults')).body.items).toEqual(
      [],
    );
  });
});

describe('schema/openapi.yaml', () => {
  type Layer = {
    route?: { path: string; methods: Record<string, boolean> };
    handle: { stack?: Layer[] };
    name: string;
  };

  function routesOf(router: IRouter, prefix = ''): string[] {
    return (router.stack as unknown as Layer[]).flatMap(layer => {
      if (layer.route) {
        const { path: route, methods } = layer.route;
        return Object.keys(methods).map(
          method => `${method} ${prefix}${route.replace(/:(\w+)/g, '{$1}')}`,
        );
      }
      return layer.handle.stack
        ? routesOf(layer.handle as unknown as IRouter, '/api/v1')
        : [];
    });
  }

  it('describes exactly the routes that are served', () => {
    const document = parse(
      readFileSync(
        path.resolve(__dirname, '../../schema/openapi.yaml'),
        'utf8',
      ),
    );
    const described = Object.entries(
      document.paths as Record<string, object>,
    ).flatMap(([route, item]) =>
      Object.keys(item)
        .filter(key => key !== 'parameters')
        .map(method => `${method} ${route}`),
    );
    expect(routesOf(started.router).sort()).toEqual(described.sort());
  });
});
