import {
  RolloutRecord,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  DomainClock,
  Evidence,
  deployTargetExtensionPoint,
  domainClockServiceRef,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  TestBackend,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { parse } from 'yaml';
import rolloutPlugin from '.';
import { RolloutService } from './service/RolloutService';
import { createRouter } from './service/router';
import { MemoryProvider } from './testing/MemoryTarget';
import { aDecision, aVerdict } from './testing/fixtures';

const DECISION = '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b01';
const WAITING = '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b02';
const UNKNOWN = '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b03';
const OPENAPI = resolvePackagePath(
  '@adaptive-delivery/plugin-rollout-backend',
  'schema/openapi.yaml',
);
const user = mockCredentials.user.header('user:default/sre');
const service = mockCredentials.service.header();
const START = Date.now();
/** A bake of 20 s takes a fifth of a second. */
const fastClock: DomainClock = {
  now: () => new Date(START + (Date.now() - START) * 100),
  pace: () => 100,
};

/** decide and judge as act sees them, and what act told them. */
class Neighbours {
  readonly reports: string[] = [];
  health: 'healthy' | 'degraded' = 'healthy';
  down = false;

  readonly decide = createBackendPlugin({
    pluginId: 'release-decision',
    register: env =>
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        init: async ({ http }) => {
          const router = PromiseRouter();
          router.use(express.json());
          router.get('/v1/quarantine', (_req, res) => {
            res.json({ items: [], nextCursor: null });
          });
          router.get('/v1/decisions/:id', (req, res) => {
            const { id } = req.params;
            if (this.down) res.status(503).end();
            else if (id !== DECISION && id !== WAITING) res.status(404).end();
            else {
              res.json({
                state: id === DECISION ? 'queued' : 'awaitingApproval',
                releaseAfter: null,
                decision: aDecision(id),
              });
            }
          });
          router.post('/v1/decisions/:id/rollout-reports', (req, res) => {
            this.reports.push(req.body.kind);
            res.status(204).end();
          });
          router.post('/v1/quarantine', (_req, res) => {
            this.reports.push('quarantine');
            res.status(204).end();
          });
          http.use(router as express.Router);
        },
      }),
  });

  readonly judge = createBackendPlugin({
    pluginId: 'canary-analyzer',
    register: env =>
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        init: async ({ http }) => {
          const router = PromiseRouter();
          router.use(express.json());
          router.put('/v1/verdicts/:id/:step/:look', (req, res) => {
            const { id, step, look } = req.params;
            const verdict: Verdict = aVerdict(
              { rolloutId: id, step: Number(step), look: Number(look) },
              this.health,
              req.body.window,
            );
            res.json(verdict);
          });
          http.use(router as express.Router);
        },
      }),
  });
}

describe('the rollout plugin', () => {
  let backend: TestBackend;
  const neighbours = new Neighbours();
  const provider = new MemoryProvider();
  const denied = new Set<string>();
  const notices: string[] = [];
  const audits: string[] = [];

  beforeAll(async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async asked =>
        asked.map(({ permission }) => ({
          result: denied.has(permission.name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
    });
    const auditor = mockServices.auditor.mock({
      createEvent: async ({ eventId }) => ({
        success: async () => {
          audits.push(`${eventId} done`);
        },
        fail: async () => {
          audits.push(`${eventId} failed`);
        },
      }),
    });
    backend = await startTestBackend({
      features: [
        rolloutPlugin,
        neighbours.decide,
        neighbours.judge,
        permissions.factory,
        auditor.factory,
        createBackendModule({
          pluginId: 'rollout',
          moduleId: 'memory',
          register: env =>
            env.registerInit({
              deps: { targets: deployTargetExtensionPoint },
              init: async ({ targets }) => targets.addProvider(provider),
            }),
        }),
        createServiceFactory({
          service: domainClockServiceRef,
          deps: {},
          factory: () => fastClock,
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async ({ payload }) => {
              notices.push(payload.title);
            },
          }),
        }),
      ],
    });
  });

  afterAll(async () => backend.stop());

  beforeEach(() => {
    denied.clear();
    audits.length = 0;
  });

  const get = (path: string, as = user) =>
    request(backend.server).get(`/api/rollout${path}`).set('Authorization', as);
  const post = (path: string, body: object, as = user) =>
    request(backend.server)
      .post(`/api/rollout${path}`)
      .set('Authorization', as)
      .send(body);

  async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 200; tries++) {
      const seen = await look();
      if (seen !== undefined) return seen;
      await sleep(50);
    }
    throw new Error('It never came to that');
  }

  const settled = (id: string, state: string) =>
    eventually(async () => {
      const record: RolloutRecord = (await get(`/v1/rollouts/${id}`)).body;
      return record.state === state ? record : undefined;
    });

  it('serves the routes of its document, and only those', () => {
    const document = parse(readFileSync(OPENAPI, 'utf8'));
    const documented = Object.entries<object>(document.paths).flatMap(
      ([path, methods]) =>
        Object.keys(methods).map(method => `${method} ${path}`),
    );
    const router = createRouter({
      service: Object.create(RolloutService.prototype),
      evidence: Object.create(Evidence.prototype),
      httpAuth: mockServices.httpAuth.mock(),
      permissions: mockServices.permissions.mock(),
      auditor: mockServices.auditor.mock(),
    });
    const served = router.stack.flatMap(({ route }) =>
      route
        ? Object.keys(
            (route as unknown as { methods: Record<string, boolean> }).methods,
          ).map(method => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
        : [],
    );
    expect(served.sort()).toEqual(documented.sort());
  });

  it.each<[string, object, string, number, RegExp]>([
    ['a person', { decisionId: DECISION }, user, 403, /user/],
    [
      'an unknown decision',
      { decisionId: UNKNOWN },
      service,
      404,
      /no decision/,
    ],
    [
      'a decision that waits for approval',
      { decisionId: WAITING },
      service,
      409,
      /awaitingApproval/,
    ],
    ['no id', {}, service, 400, /decisionId/],
    ['an id that is none', { decisionId: '7' }, service, 400, /decisionId/],
    [
      'an unknown key',
      { decisionId: DECISION, force: true },
      service,
      400,
      /force: unknown key/,
    ],
  ])('starts nothing for %s', async (_name, body, as, status, words) => {
    const answer = await post('/v1/rollouts', body, as);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(words);
    expect((await get('/v1/rollouts')).body.items).toEqual([]);
  });

  it('answers 503 while decide cannot be asked, so that decide sends again', async () => {
    neighbours.down = true;
    const answer = await post(
      '/v1/rollouts',
      { decisionId: DECISION },
      service,
    );
    neighbours.down = false;
    expect(answer.status).toBe(503);
    expect(audits).toEqual(['rollout-create failed']);
  });

  it.each([
    ['/v1/rollouts?limit=0', /limit/],
    ['/v1/rollouts?cursor=x', /cursor/],
    ['/v1/rollouts?state=gone', /state/],
    ['/v1/rollouts?entityRef=payments', /entityRef/],
    ['/v1/rollouts?entityref=component:default/x', /entityref: unknown key/],
    ['/v1/incidents?active=true', /active: unknown key/],
    ['/v1/rollouts/7', /UUID/i],
    ['/v1/incidents/7', /UUID/i],
  ])('names what is wrong in %s', async (path, words) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(words);
  });

  it('brings a good release to its end and then takes it back for a person', async () => {
    const made = await post('/v1/rollouts', { decisionId: DECISION }, service);
    expect(made.status).toBe(201);
    const [{ id }] = made.body.items;
    expect(made.body.items[0]).toMatchObject({ simulated: true });
    const again = await post('/v1/rollouts', { decisionId: DECISION }, service);
    expect(again.status).toBe(200);
    expect(again.body.items).toHaveLength(1);
    expect(again.body.items[0].id).toBe(id);

    const active = await get('/v1/rollouts?active=true');
    expect(active.body.items.map((item: RolloutRecord) => item.id)).toEqual([
      id,
    ]);

    const done = await settled(id, 'promoted');
    expect(done.may).toEqual({
      pause: false,
      resume: false,
      promote: false,
      abort: false,
      rollback: true,
    });
    expect((await get('/v1/rollouts?active=true')).body.items).toEqual([]);
    await eventually(
      async () => neighbours.reports.includes('promoted') || undefined,
    );

    denied.add('rollback.execute');
    const refused = await post('/v1/rollbacks', { rolloutId: id, reason: 'x' });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('rollback.execute');
    expect((await get(`/v1/rollouts/${id}`)).body.may.rollback).toBe(false);
    denied.clear();

    audits.length = 0;
    const asked = await post('/v1/rollbacks', {
      rolloutId: id,
      reason: 'Complaints',
    });
    expect(asked.status).toBe(200);
    const back = await settled(id, 'rolledBack');
    expect(back.events.map(event => [event.kind, event.by])).toEqual(
      expect.arrayContaining([['rollingBack', 'user:default/sre']]),
    );
    expect(audits).toEqual(['rollback-execute done']);
    const told = await eventually(async () => {
      const { items } = (await get('/v1/incidents')).body;
      return items[0].told.length === 2 ? items[0].told : undefined;
    });
    expect(told[0]).toMatchObject({ via: 'notifications' });
    expect(notices).toEqual([
      'payments-service 1.1.0 is being rolled back',
      'payments-service 1.1.0 was rolled back',
    ]);
    await eventually(
      async () => neighbours.reports.includes('rolledBack') || undefined,
    );
    expect(neighbours.reports).toEqual([
      'started',
      'promoted',
      'quarantine',
      'rolledBack',
    ]);
    const ledger = (await get('/v1/ledger?limit=2')).body;
    expect(ledger.items).toHaveLength(2);
    const next = (await get(`/v1/ledger?limit=2&cursor=${ledger.nextCursor}`))
      .body;
    expect(next.items[0].seq).toBe(3);
  });

  it.each(['pause', 'resume', 'promote', 'abort'])(
    'lets only those %s who may, and only what can be',
    async control => {
      const [{ id }] = (await get('/v1/rollouts')).body.items;
      const path = `/v1/rollouts/${id}/${control}`;
      const late = await post(path, { reason: 'too late' });
      expect(late.status).toBe(409);
      expect(late.body.error.message).toContain('is rolledBack');
      expect(audits).toEqual([`rollout-${control} failed`]);
      expect((await post(path, {})).status).toBe(400);
      denied.add('rollout.control');
      expect((await post(path, { reason: 'x' })).status).toBe(403);
      expect(
        (await post(`/v1/rollouts/${UNKNOWN}/${control}`, { reason: 'x' }))
          .status,
      ).toBe(403);
      denied.clear();
      expect(
        (await post(`/v1/rollouts/${UNKNOWN}/${control}`, { reason: 'x' }))
          .status,
      ).toBe(404);
    },
  );

  it('shows nothing to those who may not read', async () => {
    denied.add('rollout.read');
    for (const path of ['/v1/rollouts', '/v1/incidents', '/v1/ledger']) {
      expect([path, (await get(path)).status]).toEqual([path, 403]);
    }
  });
});
