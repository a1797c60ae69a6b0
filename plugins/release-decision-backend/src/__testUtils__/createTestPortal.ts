import { ModelPolicy, Policy } from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  CatalogPeople,
  DecisionChannel,
  DecisionRuleset,
  DomainClock,
  ModelRuntime,
  RoleSettings,
  decisionRules,
  digestOf,
  readRoleSettings,
} from '@adaptive-delivery/plugin-release-node';
import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { Entity } from '@backstage/catalog-model';
import { AuthenticationError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { Knex } from 'knex';
import path from 'node:path';
import request from 'supertest';
import {
  DatabaseDecisionStore,
  DatabaseHeldReleaseStore,
  DatabaseQuarantineStore,
} from '../database';
import { PolicyInForce, PolicyLoader } from '../policy';
import { FolderSource } from '../policy/sources/FolderSource';
import { AnswerService } from '../service/AnswerService';
import { ApprovalNotices } from '../service/ApprovalNotices';
import { Approvals } from '../service/Approvals';
import { BuildCases } from '../service/BuildCases';
import { BundleService } from '../service/BundleService';
import { Callers } from '../service/callers';
import { ChannelDesk } from '../service/ChannelDesk';
import { DecisionAccess } from '../service/DecisionAccess';
import { DecisionResources } from '../service/DecisionResources';
import { DecisionService } from '../service/DecisionService';
import { GateDesk } from '../service/GateDesk';
import { HeldReleases } from '../service/HeldReleases';
import { Places } from '../service/Places';
import { QuarantineService } from '../service/QuarantineService';
import { createAnnounce } from '../service/announce';
import { createRouter } from '../service/router';
import { groupsOf, people, testPermissions } from './people';
import { copyDefaultPolicy } from './policyFolder';
import { COMPONENT } from './samples';
import { trustedKeys } from './vex';
import { ModelDesk, ModelRegistry, addModelFiles, modelFiles } from '../model';
import { VexVerifier } from '../vex';

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
  author: mockCredentials.user('user:default/dora'),
} satisfies Record<string, BackstageCredentials>;
export type Who = keyof typeof principals;

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

export type TestPortal = Awaited<ReturnType<typeof createTestPortal>>;

/** decide behind a real router on a real database; the rest is fake. */
export async function createTestPortal(options: {
  knex: Knex;
  mode?: 'shadow' | 'advisory' | 'enforced';
  entities?: Entity[];
  /** Without, everybody but vera has every permission. */
  roles?: RoleSettings;
  /** YAML of the section `approvals` of the policy. */
  approvals?: string;
  channels?: DecisionChannel[];
  attestor?: Attestor | null;
  /** Beside the model that is shipped. */
  models?: ModelRuntime[];
  /** In place of the default policy's. */
  model?: ModelPolicy;
}) {
  const { knex, mode = 'enforced', entities = [paymentsEntity] } = options;
  const { roles, channels = [], attestor = null } = options;
  await knex.migrate.latest({
    directory: path.resolve(__dirname, '../../migrations'),
  });
  const time = { now: new Date('2026-11-20T12:00:00Z') };
  const clock: DomainClock = { now: () => time.now, pace: () => 1 };
  const logger = mockServices.logger.mock();
  const copy = await copyDefaultPolicy();
  await copy.write('z.yaml', `enforcement: { default: ${mode}, rules: [] }`);
  if (options.model) {
    await copy.write('z-model.yaml', JSON.stringify({ model: options.model }));
  }
  const models = new ModelRegistry();
  for (const runtime of options.models ?? []) models.addRuntime(runtime);
  await addModelFiles(models, modelFiles(mockServices.rootConfig()));
  if (options.approvals) {
    await copy.write('zz.yaml', `approvals: ${options.approvals}`);
  }
  const policy = await PolicyLoader.create({
    sources: [new FolderSource(copy.folder, clock)],
    clock,
    logger,
  });
  await copy.remove();
  let inForce: PolicyInForce = policy.current();
  const policyNow = () => inForce;

  const store = new DatabaseDecisionStore(
    knex,
    channels.map(({ name }) => name),
  );
  const quarantine = new DatabaseQuarantineStore(knex);
  const signals = { publish: jest.fn() };
  const notifications = { send: jest.fn() };
  const auditor = mockServices.auditor.mock({
    createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
  });
  const catalog = catalogServiceMock({ entities: [...entities, ...people] });
  const auth = mockServices.auth();
  const places = new Places({ catalog, auth });
  const catalogPeople = new CatalogPeople({ catalog, auth });
  const resources = new DecisionResources({
    store,
    places,
    people: catalogPeople,
  });
  const rules = Object.values(decisionRules) as Array<
    ReturnType<DecisionRuleset['getRuleByName']>
  >;
  const ruleset: DecisionRuleset = {
    getRuleByName: name => {
      const rule = rules.find(item => item.name === name);
      if (!rule) throw new Error(`There is no rule ${name}`);
      return rule;
    },
  };
  const permissions = testPermissions(roles);
  const access = new DecisionAccess({
    permissions,
    ruleset,
    places,
    people: catalogPeople,
  });
  const approvers = { sre: ['group:default/sre'], security: [] };
  const announce = createAnnounce({ signals, logger });
  const gate = new GateDesk({
    clock,
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
  const heldReleases = new HeldReleases({
    store,
    held: new DatabaseHeldReleaseStore(
      knex,
      channels.map(({ name }) => name),
    ),
    resources,
    policy: policyNow,
    clock,
    announce,
  });
  const approvals = new Approvals({
    resources,
    people: catalogPeople,
    approvers,
  });
  const builds = new BuildCases({
    places,
    vex: new VexVerifier(trustedKeys),
    models: new ModelDesk({ models, logger }),
  });
  const decisions = new DecisionService({
    store,
    quarantine,
    policy: policyNow,
    builds,
    heldReleases,
    clock,
    approvals,
    announce,
    attestor,
  });
  const bundles = new BundleService({
    store,
    quarantine,
    policy: policyNow,
    builds,
    places,
    clock,
    announce,
    attestor,
    show: (id, caller) => decisions.get(id, caller),
  });
  const answers = new AnswerService({
    store,
    approvals,
    policy: policyNow,
    clock,
    announce,
    show: (id, caller) => decisions.get(id, caller),
  });
  const desk = new ChannelDesk({
    store,
    answers,
    gate,
    people: catalogPeople,
    roles: roles ?? readRoleSettings(mockServices.rootConfig()),
    ruleset,
    auditor,
    addressOf: ({ entityRef }) => `http://portal/${entityRef}`,
  });
  const router = createRouter({
    auditor,
    knex,
    policy,
    gate,
    attestor,
    callers: new Callers({
      httpAuth: httpAuth(),
      access,
      resources,
      places,
      permissions,
      userInfo: {
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: [
              userEntityRef,
              ...(groupsOf[userEntityRef] ?? []),
            ],
          };
        },
      },
    }),
    decisions,
    bundles,
    answers,
    heldReleases,
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

  /** Puts another policy in force from now on. */
  const usePolicy = (change: Partial<Policy>) => {
    const changed = { ...inForce.policy, ...change };
    inForce = { ...inForce, policy: changed, digest: digestOf(changed) };
  };

  return {
    app,
    usePolicy,
    heldReleases,
    knex,
    desk,
    logger,
    resources,
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
