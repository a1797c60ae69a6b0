import {
  DecisionQuery,
  DecisionResource,
  RoleSettings,
  decisionRules,
  readRoleSettings,
} from '@adaptive-delivery/plugin-release-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import {
  answerAs,
  quarantine,
  release,
  submit,
  tested,
} from '../__testUtils__/calls';
import {
  TestPortal,
  Who,
  createTestPortal,
  paymentsEntity,
} from '../__testUtils__/createTestPortal';
import { digestNumber, sampleSubmission } from '../__testUtils__/samples';
import { DecisionCriteria } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const KIOSK = 'component:default/kiosk';
const kiosk: Entity = {
  ...paymentsEntity,
  metadata: { ...paymentsEntity.metadata, name: 'kiosk' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/sre' }],
};

const settings = (adaptiveDelivery: JsonObject): RoleSettings =>
  readRoleSettings(mockServices.rootConfig({ data: { adaptiveDelivery } }));

const ownersOnly = settings({
  roles: {
    viewer: ['owner', 'user:default/vera'],
    approver: ['owner', 'group:default/sre'],
    releaseManager: ['group:default/sre'],
  },
  approvals: {
    notAuthor: true,
    riskBelow: [{ holder: 'group:default/payments', score: 30 }],
  },
});

const ofKiosk = (number: number) =>
  sampleSubmission({ number, component: KIOSK, risk: tested });

async function manyDecisions(portal: TestPortal): Promise<DecisionResource[]> {
  const emails = ['dora@example.com', 'sam@example.com', undefined];
  const ids: string[] = [];
  for (let number = 1; number <= 12; number++) {
    const authorEmail = emails[number % 3];
    const submission = sampleSubmission({
      number,
      component: number % 2 ? KIOSK : undefined,
      commits: [
        { commit: 'a'.repeat(40), message: 'x', author: 'A', authorEmail },
      ],
      risk: number % 4 ? tested : {},
    });
    ids.push((await submit(portal, submission)).id);
  }
  const found = await portal.resources.many(ids);
  return found.flatMap(item => item ?? []);
}

type Wanted = PermissionCriteria<DecisionQuery>;

const { criteria } = fc.letrec<{ criteria: Wanted }>(tie => ({
  criteria: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('ownedBy' as const),
      claims: fc.subarray([
        'group:default/sre',
        'group:default/payments',
        'group:default/none',
      ]),
    }),
    fc.record({
      kind: fc.constant('notWrittenBy' as const),
      userRef: fc.constantFrom(
        'user:default/dora',
        'user:default/sam',
        'user:default/nobody',
      ),
    }),
    fc.record({
      kind: fc.constant('riskBelow' as const),
      score: fc.integer({ min: 0, max: 100 }),
    }),
    fc.record({ not: tie('criteria') }),
    fc
      .array(tie('criteria'), { minLength: 1, maxLength: 3 })
      .map(([first, ...more]) => ({
        allOf: [first, ...more] as [Wanted, ...Wanted[]],
      })),
    fc
      .array(tie('criteria'), { minLength: 1, maxLength: 3 })
      .map(([first, ...more]) => ({
        anyOf: [first, ...more] as [Wanted, ...Wanted[]],
      })),
  ),
}));

function fits(wanted: Wanted, item: DecisionResource): boolean {
  if ('allOf' in wanted) return wanted.allOf.every(child => fits(child, item));
  if ('anyOf' in wanted) return wanted.anyOf.some(child => fits(child, item));
  if ('not' in wanted) return !fits(wanted.not, item);
  switch (wanted.kind) {
    case 'ownedBy':
      return decisionRules.isEntityOwner.apply(item, {
        claims: [...wanted.claims],
      });
    case 'notWrittenBy':
      return decisionRules.isNotAuthor.apply(item, wanted);
    default:
      return decisionRules.hasRiskBelow.apply(item, wanted);
  }
}

/** As `DecisionAccess` asks the catalog, here by hand. */
function forDatabase(wanted: Wanted): DecisionCriteria {
  const all = (children: readonly Wanted[]) => {
    const [first, ...more] = children.map(forDatabase);
    return [first, ...more] as [DecisionCriteria, ...DecisionCriteria[]];
  };
  if ('allOf' in wanted) return { allOf: all(wanted.allOf) };
  if ('anyOf' in wanted) return { anyOf: all(wanted.anyOf) };
  if ('not' in wanted) return { not: forDatabase(wanted.not) };
  switch (wanted.kind) {
    case 'ownedBy': {
      const owners: Record<string, string> = {
        'group:default/sre': KIOSK,
        'group:default/payments': 'component:default/payments-service',
      };
      return {
        kind: 'componentIn',
        refs: wanted.claims.flatMap(claim => owners[claim] ?? []),
      };
    }
    case 'notWrittenBy': {
      const name = /\/(dora|sam)$/.exec(wanted.userRef)?.[1];
      return {
        kind: 'notWrittenBy',
        emails: name ? [`${name}@example.com`] : [],
      };
    }
    default:
      return wanted;
  }
}

describe.each(databases.eachSupportedId())(
  'conditional permissions on %s',
  databaseId => {
    const open = async (roles: RoleSettings) =>
      createTestPortal({
        knex: await databases.init(databaseId),
        mode: 'advisory',
        entities: [paymentsEntity, kiosk],
        roles,
      });

    it('show a team the decisions of its own components and no others', async () => {
      const portal = await open(ownersOnly);
      const ours = await submit(portal, release(1));
      const theirs = await submit(portal, ofKiosk(2));
      const listed = async (who: Who) => {
        const answer = await portal.as(who).get('/v1/decisions');
        return answer.body.items.map(({ id }: { id: string }) => id);
      };
      expect(await listed('owner')).toEqual([ours.id]);
      expect(await listed('sre')).toEqual([theirs.id]);
      expect(await listed('both')).toEqual([theirs.id, ours.id]);
      expect(await listed('stranger')).toEqual([]);
      expect(await listed('viewer')).toEqual([theirs.id, ours.id]);
      expect(await listed('readOnlyPipeline')).toEqual([theirs.id, ours.id]);

      const status = async (who: Who, path: string) =>
        (await portal.as(who).get(path)).status;
      for (const path of ['', '/gate']) {
        const of = (id: string) => `/v1/decisions/${id}${path}`;
        expect(await status('owner', of(ours.id))).toBe(200);
        expect(await status('owner', of(theirs.id))).toBe(404);
      }
      expect(await status('owner', '/v1/ledger')).toBe(403);
      expect(await status('viewer', '/v1/ledger')).toBe(200);
    });

    it('page through what is left, and show the quarantine of the same components', async () => {
      const portal = await open(ownersOnly);
      for (let n = 1; n <= 5; n++) {
        await submit(portal, n % 2 ? release(n) : ofKiosk(n));
      }
      const page = await portal.as('owner').get('/v1/decisions?limit=2');
      expect(page.body.items).toHaveLength(2);
      const rest = await portal
        .as('owner')
        .get(`/v1/decisions?limit=2&cursor=${page.body.nextCursor}`);
      expect(rest.body).toMatchObject({ nextCursor: null });
      expect(rest.body.items).toHaveLength(1);

      const add = async (who: Who, number: number, component?: string) => {
        const body = quarantine(digestNumber(number));
        const request = component ? { ...body, component } : body;
        const answer = await portal
          .as(who)
          .post('/v1/quarantine')
          .send(request);
        return answer.status;
      };
      expect(await add('owner', 100)).toBe(204);
      expect(await add('owner', 101, KIOSK)).toBe(403);
      expect(await add('sre', 102, KIOSK)).toBe(204);
      const seen = async (who: Who) =>
        (await portal.as(who).get('/v1/quarantine')).body.items.map(
          ({ component }: { component: string }) => component,
        );
      expect(await seen('sre')).toEqual([KIOSK]);
      expect(await seen('viewer')).toEqual([
        KIOSK,
        release(1).buildInfo.component,
      ]);
    });

    it('let nobody approve above their risk, nor what they wrote, and say so', async () => {
      const portal = await open(ownersOnly);
      const risky = await submit(
        portal,
        sampleSubmission({ number: 1, risk: {} }),
      );
      expect(risky.riskScore).toBeGreaterThan(30);
      const high = await answerAs(portal, 'owner', risky);
      expect(high.status).toBe(403);
      expect(high.body.error.message).toBe(
        `Your permission release.decision.approve does not reach this decision: its risk of ${risky.riskScore} is not below your ceiling of 30.`,
      );
      // sre has no ceiling, and bea is in both.
      const both = await portal.as('both').get(`/v1/decisions/${risky.id}`);
      expect(both.body.may.approve).toBe(true);

      const own = await portal.as('author').get(`/v1/decisions/${risky.id}`);
      expect(own.body.may).toMatchObject({ approve: false, reject: true });
      expect(own.body.may.why).toMatch(
        /its risk of .* is not below your ceiling of 30|you wrote part of the change/,
      );
    });

    it('are judged for the permission framework as for the routes', async () => {
      const portal = await open(ownersOnly);
      const { id } = await submit(portal, release(1));
      const missing = '3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a009';
      expect(await portal.resources.many([missing, id])).toEqual([
        undefined,
        {
          id,
          entityRef: 'component:default/payments-service',
          owner: 'group:default/payments',
          riskScore: expect.any(Number),
          authors: ['user:default/dora'],
        },
      ]);
    });

    it('pick in the database what their rules pick one by one', async () => {
      const portal = await open(settings({}));
      const resources = await manyDecisions(portal);
      await fc.assert(
        fc.asyncProperty(criteria, async wanted => {
          const page = await portal.store.list({
            limit: 100,
            criteria: forDatabase(wanted),
          });
          const expected = resources.filter(item => fits(wanted, item));
          expect(page.items.map(({ id }) => id).sort()).toEqual(
            expected.map(({ id }) => id).sort(),
          );
        }),
        { numRuns: 60 },
      );
    });
  },
);
