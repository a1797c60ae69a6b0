import { releaseDecisionPermissions } from '@adaptive-delivery/plugin-release-common';
import {
  DefaultPluginClient,
  OutboxDispatcher,
  domainClockServiceRef,
  openDatabase,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { readSettings } from './config';
import {
  DatabaseDecisionStore,
  DatabaseKeptPolicyStore,
  DatabaseQuarantineStore,
} from './database';
import {
  PolicyLoader,
  createSources,
  enforcedNeedsPermissions,
} from './policy';
import { ApprovalNotices } from './service/ApprovalNotices';
import { Callers } from './service/callers';
import { DecisionService } from './service/DecisionService';
import { GateDesk } from './service/GateDesk';
import { Places } from './service/Places';
import { QuarantineService } from './service/QuarantineService';
import { createAnnounce } from './service/announce';
import { releasesPath } from './service/links';
import { startLoops } from './service/loops';
import { createRouter } from './service/router';

/** decide: scores a build, picks how it is released and keeps what comes of it. */
export const releaseDecisionPlugin = createBackendPlugin({
  pluginId: 'release-decision',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: domainClockServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auditor, auth, clock, logger } = deps;
        const settings = readSettings(deps.config);
        const knex = await openDatabase({
          database: deps.database,
          migrations: resolvePackagePath(
            '@adaptive-delivery/plugin-release-decision-backend',
            'migrations',
          ),
        });
        const policy = await PolicyLoader.create({
          sources: createSources(settings.policySources, clock),
          kept: new DatabaseKeptPolicyStore(knex),
          check: enforcedNeedsPermissions(settings.permissionsEnabled),
          clock,
          logger,
        });
        deps.permissionsRegistry.addPermissions(releaseDecisionPermissions);

        const store = new DatabaseDecisionStore(knex);
        const quarantineStore = new DatabaseQuarantineStore(knex);
        const announce = createAnnounce({ signals: deps.signals, logger });
        const places = new Places({ catalog: deps.catalog, auth });
        const { approvers, portalUrl } = settings;
        const gate = new GateDesk({
          store,
          urlOf: ({ entityRef }) => `${portalUrl}${releasesPath(entityRef)}`,
        });
        deps.httpRouter.use(
          createRouter({
            auditor,
            knex,
            policy,
            gate,
            callers: new Callers(deps),
            decisions: new DecisionService({
              store,
              quarantine: quarantineStore,
              policy: () => policy.current(),
              places,
              clock,
              approvers,
              announce,
            }),
            quarantine: new QuarantineService({
              store: quarantineStore,
              clock,
              announce,
            }),
          }),
        );

        let stop = async () => {};
        deps.lifecycle.addStartupHook(() => {
          stop = startLoops({
            logger,
            clock,
            store,
            gate,
            policy,
            announce,
            outbox: new OutboxDispatcher({
              knex,
              client: new DefaultPluginClient(deps),
              logger,
            }),
            notices: new ApprovalNotices({
              store,
              places,
              approvers,
              notifications: deps.notifications,
              clock,
              logger,
              linkOf: ({ entityRef }) => releasesPath(entityRef),
            }),
          });
        });
        deps.lifecycle.addShutdownHook(() => stop());
      },
    });
  },
});
