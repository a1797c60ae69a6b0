import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { Entity } from '@backstage/catalog-model';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { Knex } from 'knex';
import path from 'node:path';
import request from 'supertest';
import { DatabaseDecisionStore, DatabaseQuarantineStore } from '../database';
import { PolicyLoader } from '../policy';
import { FolderSource } from '../policy/sources/FolderSource';
import { ApprovalNotices } from '../service/ApprovalNotices';
import { Callers } from '../service/callers';
import { DecisionService } from '../service/DecisionService';
import { GateDesk } from '../service/GateDesk';
import { Places } from '../service/Places';
import { QuarantineService } from '../service/QuarantineService';
import { createAnnounce } from '../service/announce';
import { createRouter } from '../service/router';
import { copyDefaultPolicy } from './policyFolder';
import { COMPONENT } from './samples';

const SUBMIT = ['release.decision.submit', 'release.decision.read'];

/** Whoever a test can call as. */
const principals = {
  pipeline: mockCredentials.service('external:jenkins', {
    permissionNames: SUBMIT,
  }),
  readOnlyPipeline: mockCredentials.service('external:reader', {
    permissionNames: ['release.decision.read'],
  }),
  unrestricted: mockCredentials.service('external:anything'),
  rollout: mockCredentials.service('plugin:rollout'),
  owner: mockCredentials.user('user:default/olga'),
  sre: mockCredentials.user('user:default/sam'),
  both: mockCredentials.user('user:default/bea'),
  stranger: mockCredentials.user('user:default/stan'),
  viewer: mockCredentials.user('user:default/vera'),
} satisfies Record<string, BackstageCredentials>;
export type Who = keyof typeof principals;

const groups: Record<string, string[]> = {
  'user:default/olga': ['group:default/payments'],
  'user:default/sam': ['group:default/sre'],
  'user:default/bea': ['group:default/payments', 'group:default/sre'],
};

export const paymentsEntity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-service',
    namespace: 'default',
    annotations: {
      'adaptive-delivery.io/target-production': 'lab:payments-service',
      'adaptive-delivery.io/metric-labels': 'component="payments-service"',
      'adaptive-delivery.io/analysis-profile': 'http-service',
    },
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/payments' }],
};

const httpAuth = (): HttpAuthService =>
  mockServices.httpAuth.mock({
    credentials: async (req: express.Request) => {
      const name = req.headers.authorization?.replace('Bearer ', '') as Who;
      if (!principals[name]) throw new AuthenticationError('Who is this?');
      return principals[name] as never;
    },
  });

/** Services by their restrictions, as Backstage does; people by name. */
const permissions = (): PermissionsService => ({
  authorizeConditional: async () => [],
  authorize: async (asked, options) => {
    const { principal } = (
      options as { credentials: BackstageCredentials<never> }
    ).credentials as typeof principals.pipeline | typeof principals.owner;
    return asked.map(({ permission }) => {
      const allowed =
        principal.type === 'service'
          ? principal.accessRestrictions?.permissionNames?.includes(
              permission.name,
            ) ?? true
          : principal.userEntityRef !== 'user:default/vera' ||
            permission.attributes.action === 'read';
      const { ALLOW, DENY } = AuthorizeResult;
      return { result: allowed ? ALLOW : DENY };
    });
  },
});

export type TestPortal = Awaited<ReturnType<typeof createTestPortal>>;

/** decide behind a real router on a real database; the rest is fake. */
export async function createTestPortal(options: {
  knex: Knex;
  mode?: 'shadow' | 'advisory' | 'enforced';
  entities?: Entity[];
}) {
  const { knex, mode = 'enforced', entities = [paymentsEntity] } = options;
  await knex.migrate.latest({
    directory: path.resolve(__dirname, '../../migrations'),
  });
  const time = { now: new Date('2026-11-20T12:00:00Z') };
  const clock: DomainClock = { now: () => time.now, pace: () => 1 };
  const logger = mockServices.logger.mock();
  const copy = await copyDefaultPolicy();
  await copy.write('z.yaml', `enforcement: { default: ${mode}, rules: [] }`);
  const policy = await PolicyLoader.create({
    sources: [new FolderSource(copy.folder, clock)],
    clock,
    logger,
  });
  await copy.remove();

  const store = new DatabaseDecisionStore(knex);
  const quarantine = new DatabaseQuarantineStore(knex);
  const signals = { publish: jest.fn() };
  const notifications = { send: jest.fn() };
  const auditor = mockServices.auditor.mock({
    createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
  });
  const catalog = catalogServiceMock({ entities });
  const places = new Places({ catalog, auth: mockServices.auth() });
  const approvers = { sre: ['group:default/sre'], security: [] };
  const announce = createAnnounce({ signals, logger });
  const gate = new GateDesk({
    store,
    urlOf: ({ entityRef }) => `http://portal/${entityRef}`,
  });
  const notices = new ApprovalNotices({
    store,
    places,
    approvers,
    notifications,
    clock,
    logger,
    linkOf: ({ entityRef }) => `/${entityRef}`,
  });
  const router = createRouter({
    auditor,
    knex,
    policy,
    gate,
    callers: new Callers({
      httpAuth: httpAuth(),
      permissions: permissions(),
      userInfo: {
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: [
              userEntityRef,
              ...(groups[userEntityRef] ?? []),
            ],
          };
        },
      },
    }),
    decisions: new DecisionService({
      store,
      quarantine,
      policy: () => policy.current(),
      places,
      clock,
      approvers,
      announce,
    }),
    quarantine: new QuarantineService({ store: quarantine, clock, announce }),
  });
  const app = express();
  app.use(router);
  app.use(
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger,
    }).error(),
  );

  return {
    knex,
    store,
    gate,
    notices,
    router,
    policy,
    signals,
    notifications,
    time,
    as: (who: Who) => {
      const agent = request.agent(app);
      return agent.set('Authorization', `Bearer ${who}`);
    },
    messages: async (): Promise<Array<{ key: string; body: unknown }>> =>
      (await knex('outbox').orderBy('seq')).map(row => ({
        key: row.key,
        body: JSON.parse(row.body),
      })),
    component: COMPONENT,
  };
}
