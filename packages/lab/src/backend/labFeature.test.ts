import {
  createBackendPlugin,
  coreServices,
  RootHealthService,
} from '@backstage/backend-plugin-api';
import {
  DomainClock,
  domainClockServiceRef,
  deployTargetExtensionPoint,
  DeployTargetProvider,
} from '@adaptive-delivery/plugin-release-node';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import express, { Router } from 'express';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { script } from '../history/script';
import { labFeature } from './labFeature';

jest.setTimeout(60_000);

const folder = createMockDirectory();

function plugin(pluginId: string, routes: (router: Router) => void) {
  return createBackendPlugin({
    pluginId,
    register: env =>
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        async init({ http }) {
          const router = Router();
          router.use(express.json());
          routes(router);
          http.use(router);
          http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        },
      }),
  });
}

/** The parts of a portal that the lab calls, as simple as they can be. */
function portal(options: { submitFails?: boolean } = {}) {
  const seen: {
    submitted: Array<{ version: string; at: string; token?: string }>;
    health?: RootHealthService;
    clock?: DomainClock;
    providers: DeployTargetProvider[];
  } = { submitted: [], providers: [] };
  const features = [
    plugin('catalog', router =>
      router.get('/entities/by-name/*', (_req, res) => {
        res.json({ relations: [{ type: 'memberOf' }] });
      }),
    ),
    plugin('auth', router =>
      router.get('/guest/refresh', (_req, res) => {
        res.json({ backstageIdentity: { token: 'guest-token' } });
      }),
    ),
    plugin('release-decision', router => {
      router.post('/v1/candidates', (req, res) => {
        if (options.submitFails) {
          res.status(403).json({ error: { message: 'you may not' } });
          return;
        }
        seen.submitted.push({
          version: req.body.buildInfo.version,
          at: seen.clock?.now().toISOString() ?? '',
          token: req.headers.authorization,
        });
        res.status(201).json({ id: 'd1', state: 'queued' });
      });
      router.get('/v1/decisions/:id', (_req, res) => {
        res.json({ id: 'd1', state: 'promoted', stateReason: 'fine' });
      });
      router.get('/v1/decisions', (_req, res) => {
        res.json({ items: [], nextCursor: null });
      });
    }),
    createBackendPlugin({
      pluginId: 'rollout',
      register(env) {
        env.registerExtensionPoint(deployTargetExtensionPoint, {
          addProvider: provider => {
            seen.providers.push(provider);
          },
        });
        env.registerInit({
          deps: {
            http: coreServices.httpRouter,
            health: coreServices.rootHealth,
            clock: domainClockServiceRef,
          },
          async init({ http, health, clock }) {
            Object.assign(seen, { health, clock });
            const router = Router();
            router.get('/v1/rollouts', (_req, res) => {
              res.json({ items: [], nextCursor: null });
            });
            http.use(router);
            http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
          },
        });
      },
    }),
  ];
  return { seen, features };
}

/** Answers as the world does; `modes` notes what it was told to be. */
function fakeWorld() {
  const modes: string[] = [];
  const app = express();
  app.use(express.json());
  app.put('/v1/mode', (req, res) => {
    modes.push(req.body.mode);
    res.json(req.body);
  });
  app.put('/v1/artifacts/:sha256', (req, res) => {
    res.json(req.body);
  });
  app.get('/v1/targets/:name', (_req, res) => {
    res.json({ observation: { stable: { version: '5.5.0', sha256: [] } } });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  return { modes, server };
}

let world: { modes: string[]; server: Server };
beforeEach(async () => {
  folder.clear();
  world = fakeWorld();
  await once(world.server, 'listening');
});
afterEach(() => {
  world.server.close();
});

function config() {
  const { port } = world.server.address() as AddressInfo;
  return mockServices.rootConfig.factory({
    data: {
      backend: {
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: 'a-pipeline-token', subject: 'pipeline' },
              accessRestrictions: [{ plugin: 'release-decision' }],
            },
          ],
        },
      },
      lab: {
        url: `http://127.0.0.1:${port}`,
        dataFolder: folder.path,
      },
    },
  });
}

async function start(options?: Parameters<typeof portal>[0]) {
  const { seen, features } = portal(options);
  const backend = await startTestBackend({
    features: [...features, labFeature, config()],
  });
  const state = async () =>
    (await request(backend.server).get('/api/lab/v1/state')).body;
  const ended = async () => {
    let now = await state();
    while (now.state === 'making') {
      await sleep(50);
      now = await state();
    }
    return now;
  };
  return { backend, seen, state, ended };
}

describe('the lab in a portal', () => {
  it('makes the past under a fast clock, then goes live, and only then is the portal ready', async () => {
    const { backend, seen, state, ended } = await start();
    expect((await state()).state).toBe('making');
    expect(await seen.health?.getReadiness()).toMatchObject({
      status: 503,
      payload: { message: expect.any(String) },
    });
    expect(await ended()).toMatchObject({
      state: 'made',
      done: script.length,
      total: script.length,
      pace: 1,
    });
    expect(await seen.health?.getReadiness()).toMatchObject({ status: 200 });
    expect(world.modes).toEqual(['history', 'live']);
    expect(seen.providers.map(p => p.driver)).toEqual(['lab']);

    // The scripted releases at their times in the past, one more in flight now.
    const versions = seen.submitted.map(s => s.version);
    expect(versions).toEqual([...script.map(r => r.story.version), '5.6.0']);
    const times = seen.submitted.map(s => Date.parse(s.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    script.forEach((release, i) => {
      const hours = (times[i] - times[0]) / 3_600_000;
      expect(hours).toBeCloseTo(release.atHour - script[0].atHour, 0);
    });
    expect(Date.now() - times[times.length - 1]).toBeLessThan(30_000);
    expect(new Set(seen.submitted.map(s => s.token))).toEqual(
      new Set(['Bearer a-pipeline-token']),
    );
    expect(
      JSON.parse(readFileSync(folder.resolve('history.json'), 'utf8')).state,
    ).toBe('made');
    await backend.stop();
  });

  it('is ready at once at a later start, and only puts a release in flight', async () => {
    const first = await start();
    await first.ended();
    await first.backend.stop();
    const { backend, seen, state } = await start();
    expect((await state()).state).toBe('made');
    expect(await seen.health?.getReadiness()).toMatchObject({ status: 200 });
    expect(seen.clock?.pace()).toBe(1);
    while (seen.submitted.length === 0) await sleep(50);
    expect(seen.submitted.map(s => s.version)).toEqual(['5.6.0']);
    await backend.stop();
  });

  it('says at which release the past failed, and never gets ready', async () => {
    const { backend, seen, ended } = await start({ submitFails: true });
    const { state, words } = await ended();
    expect(state).toBe('failed');
    expect(words).toBe(
      "The lab's past failed at payments-service 2.9.0: release-decision answered 403: you may not",
    );
    expect(await seen.health?.getReadiness()).toEqual({
      status: 503,
      payload: { status: 'error', message: words },
    });
    await backend.stop();
    expect(
      JSON.parse(readFileSync(folder.resolve('history.json'), 'utf8')).state,
    ).toBe('making');
    // And the next start does not go on with half a past.
    await expect(start()).rejects.toThrow(/Delete the lab's and the portal's/);
  });

  it('stops in the middle of the past when the portal does', async () => {
    const { backend, seen, state } = await start();
    while ((await state()).done < 2) await sleep(20);
    const began = Date.now();
    await backend.stop();
    expect(Date.now() - began).toBeLessThan(5_000);
    const submitted = seen.submitted.length;
    expect(submitted).toBeLessThan(script.length);
    await sleep(300);
    expect(seen.submitted).toHaveLength(submitted);
  });

  it('adds nothing to a portal without lab.url', async () => {
    const { seen, features } = portal();
    const backend = await startTestBackend({
      features: [
        ...features,
        labFeature,
        mockServices.rootConfig.factory({ data: { app: {} } }),
      ],
    });
    expect(
      (await request(backend.server).get('/api/lab/v1/state')).status,
    ).toBe(404);
    expect(seen.providers).toEqual([]);
    expect(seen.clock?.pace()).toBe(1);
    await backend.stop();
  });
});
