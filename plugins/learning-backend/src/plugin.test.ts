import { policyReadPermission } from '@adaptive-delivery/plugin-release-common';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { decisionOf, exampleOf, idOf } from './__testUtils__/examples';
import plugin from './index';
import { createRouter } from './service';

const asService = mockCredentials.service.header();
const asUser = mockCredentials.user.header();
const at = (route: string) => `/api/learning/v1/${route}`;

async function start(
  permission:
    | AuthorizeResult.ALLOW
    | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result: permission })),
  });
  const { server } = await startTestBackend({
    features: [plugin, permissions.factory],
  });
  const put = (id: string, body: object, header = asService) =>
    request(server)
      .put(at(`examples/${id}`))
      .set('Authorization', header)
      .send(body);
  const get = (route: string) =>
    request(server).get(at(route)).set('Authorization', asUser);
  return { put, get, permissions };
}

describe('learning', () => {
  it('has the routes of its OpenAPI document, and no other', () => {
    const document = parse(
      readFileSync(path.resolve(__dirname, '../schema/openapi.yaml'), 'utf8'),
    );
    const documented = Object.entries<object>(document.paths).flatMap(
      ([route, methods]) =>
        Object.keys(methods).map(method => `${method} ${route}`),
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

  it('keeps an example and shows how its policy does', async () => {
    const { put, get, permissions } = await start();
    const first = await put(idOf(1), exampleOf(decisionOf(1)));
    expect(first.status).toBe(200);
    expect(first.body).toEqual({ decisionId: idOf(1), outcome: null });
    const second = await put(idOf(1), exampleOf(decisionOf(1), 'rolledBack'));
    expect(second.body.outcome.kind).toBe('rolledBack');

    const outcomes = await get('outcomes?limit=5');
    expect(outcomes.body.items[0].bands[2]).toMatchObject({ rolledBack: 1 });
    const health = await get('health');
    expect(health.body.bands[2]).toMatchObject({ share: 1, finished: 1 });
    const ledger = await get('ledger');
    expect(ledger.body.items).toHaveLength(2);
    expect(permissions.authorize).toHaveBeenCalledWith(
      [{ permission: policyReadPermission }],
      expect.anything(),
    );
  });

  it('answers 409 for another decision under an id', async () => {
    const { put } = await start();
    await put(idOf(1), exampleOf(decisionOf(1)));
    const answer = await put(
      idOf(1),
      exampleOf(decisionOf(1, { band: 'low' })),
    );
    expect(answer.status).toBe(409);
  });

  it.each<[string, string, object, string]>([
    ['an id that is none', 'x', exampleOf(decisionOf(1)), ''],
    [
      'another id than the decision has',
      idOf(2),
      exampleOf(decisionOf(1)),
      'decision.decisionId',
    ],
    [
      'an unknown key',
      idOf(1),
      { ...exampleOf(decisionOf(1)), label: 1 },
      'label',
    ],
    ['a missing outcome', idOf(1), { decision: decisionOf(1) }, 'outcome'],
    [
      'a score as text',
      idOf(1),
      { decision: { ...decisionOf(1), riskScore: '63' }, outcome: null },
      'decision.riskScore',
    ],
  ])('refuses %s and stores nothing', async (_, id, body, fault) => {
    const { put, get } = await start();
    const answer = await put(id, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.faults).toContainEqual(
      expect.objectContaining({ path: fault }),
    );
    expect((await get('ledger')).body.items).toEqual([]);
  });

  it('refuses a cursor of another list', async () => {
    const { get } = await start();
    for (const route of [
      'outcomes?cursor=7',
      'ledger?cursor=x',
      'outcomes?page=2',
    ]) {
      expect((await get(route)).status).toBe(400);
    }
  });

  it('lets only services tell, and nobody without permission read', async () => {
    const { put, get } = await start(AuthorizeResult.DENY);
    expect((await put(idOf(1), exampleOf(decisionOf(1)), asUser)).status).toBe(
      403,
    );
    for (const route of ['outcomes', 'health', 'ledger']) {
      const answer = await get(route);
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toContain('policy.read');
    }
  });
});
