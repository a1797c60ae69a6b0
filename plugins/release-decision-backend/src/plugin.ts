import {
  decisionResourcePermissions,
  releaseDecisionPermissions,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  CatalogPeople,
  DefaultPluginClient,
  OutboxDispatcher,
  artifactStoreExtensionPoint,
  decisionChannelExtensionPoint,
  decisionResourceRef,
  decisionRules,
  domainClockServiceRef,
  modelRuntimeExtensionPoint,
  openDatabase,
  readRoleSettings,
  toPlugins,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  ArtifactStoreRegistry,
  openArtifacts,
  readArtifactSettings,
  scheduleRetention,
} from './artifacts';
import { readSettings } from './config';
import { readLedgerSettings, scheduleRoots } from './ledger';
import {
  DatabaseDecisionStore,
  DatabaseHeldReleaseStore,
  DatabaseKeptPolicyStore,
  DatabaseQuarantineStore,
} from './database';
import {
  PolicyLoader,
  createSources,
  enforcedNeedsPermissions,
} from './policy';
import { AnswerService } from './service/AnswerService';
import { ApprovalNotices } from './service/ApprovalNotices';
import { Approvals } from './service/Approvals';
import { BuildCases } from './service/BuildCases';
import { BundleService } from './service/BundleService';
import { ChannelDesk } from './service/ChannelDesk';
import { ChannelRegistry } from './service/ChannelRegistry';
import { Callers } from './service/callers';
import { DecisionAccess } from './service/DecisionAccess';
import { DecisionResources } from './service/DecisionResources';
import { DecisionService } from './service/DecisionService';
import { GateDesk } from './service/GateDesk';
import { HeldReleases } from './service/HeldReleases';
import { Places } from './service/Places';
import { QuarantineService } from './service/QuarantineService';
import { ModelDesk, ModelRegistry, addModelFiles, modelFiles } from './model';
import { VexVerifier } from './vex';
import { createAnnounce } from './service/announce';
import { decisionPath } from './service/links';
import { startLoops } from './service/loops';
import { openChannels } from './service/openChannels';
import { createRouter } from './service/router';

/** decide: scores a build, picks how it is released and keeps what comes of it. */
export const releaseDecisionPlugin = createBackendPlugin({
  pluginId: 'release-decision',
  register(env) {
    const channels = new ChannelRegistry();
    env.registerExtensionPoint(decisionChannelExtensionPoint, channels);
    const artifactStores = new ArtifactStoreRegistry();
    env.registerExtensionPoint(artifactStoreExtensionPoint, artifactStores);
    const models = new ModelRegistry();
    env.registerExtensionPoint(modelRuntimeExtensionPoint, models);
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
        scheduler: coreServices.scheduler,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auditor, auth, clock, logger } = deps;
        const settings = readSettings(deps.config);
        const attestor = Attestor.fromConfig(deps.config, logger);
        await addModelFiles(models, modelFiles(deps.config));
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
        const client = new DefaultPluginClient(deps);
        const artifactSettings = readArtifactSettings(deps.config);
        const artifacts = await openArtifacts({
          given: artifactStores.given(),
          settings: artifactSettings,
          knex,
          client,
          clock,
          logger,
        });
        if (artifacts) channels.addChannel(artifacts.recorder);
        const store = new DatabaseDecisionStore(knex, channels.names());
        const quarantineStore = new DatabaseQuarantineStore(knex);
        const announce = createAnnounce({ signals: deps.signals, logger });
        const places = new Places({ catalog: deps.catalog, auth });
        const { approvers, portalUrl } = settings;
        const people = new CatalogPeople({ catalog: deps.catalog, auth });
        const resources = new DecisionResources({ store, places, people });
        deps.permissionsRegistry.addPermissions(releaseDecisionPermissions);
        deps.permissionsRegistry.addResourceType({
          resourceRef: decisionResourceRef,
          permissions: decisionResourcePermissions,
          rules: Object.values(decisionRules),
          getResources: ids => resources.many(ids),
        });
        const ruleset =
          deps.permissionsRegistry.getPermissionRuleset(decisionResourceRef);
        const access = new DecisionAccess({
          permissions: deps.permissions,
          ruleset,
          places,
          people,
        });
        const approvals = new Approvals({ resources, people, approvers });
        const addressOf = (of: Parameters<typeof decisionPath>[0]) =>
          `${portalUrl}${decisionPath(of)}`;
        const gate = new GateDesk({
          clock,
          store,
          urlOf: addressOf,
        });
        const heldReleases = new HeldReleases({
          store,
          held: new DatabaseHeldReleaseStore(knex, channels.names()),
          resources,
          policy: () => policy.current(),
          clock,
          announce,
        });
        const builds = new BuildCases({
          places,
          vex: new VexVerifier(settings.vexKeys),
          models: new ModelDesk({ models, logger }),
        });
        const decisions = new DecisionService({
          store,
          quarantine: quarantineStore,
          policy: () => policy.current(),
          builds,
          heldReleases,
          clock,
          approvals,
          announce,
          attestor,
        });
        const bundles = new BundleService({
          store,
          quarantine: quarantineStore,
          policy: () => policy.current(),
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
          policy: () => policy.current(),
          clock,
          announce,
          show: (id, caller) => decisions.get(id, caller),
        });
        const opened = await openChannels({
          channels: channels.all(),
          knex,
          logger,
          desk: new ChannelDesk({
            store,
            answers,
            gate,
            people,
            roles: readRoleSettings(deps.config),
            ruleset,
            auditor,
            addressOf,
          }),
        });
        deps.httpRouter.use(
          createRouter({
            auditor,
            knex,
            policy,
            gate,
            attestor,
            retention: artifacts?.retention,
            callers: new Callers({ ...deps, access, resources, places }),
            decisions,
            bundles,
            answers,
            heldReleases,
            quarantine: new QuarantineService({
              store: quarantineStore,
              clock,
              announce,
            }),
          }),
        );

        if (artifacts?.retention && artifactSettings.retention) {
          await scheduleRetention({
            ...deps,
            retention: artifacts.retention,
            settings: artifactSettings.retention,
          });
        }
        await scheduleRoots({
          ...deps,
          knex,
          client,
          attestor,
          settings: readLedgerSettings(deps.config),
        });

        let stop = async () => {};
        deps.lifecycle.addStartupHook(() => {
          stop = startLoops({
            logger,
            clock,
            store,
            gate,
            policy,
            announce,
            heldReleases,
            channels: opened,
            outbox: new OutboxDispatcher({
              knex,
              to: toPlugins(client),
              logger,
            }),
            notices: new ApprovalNotices({
              store,
              places,
              approvers,
              notifications: deps.notifications,
              clock,
              logger,
              linkOf: decisionPath,
            }),
          });
        });
        deps.lifecycle.addShutdownHook(() => stop());
      },
    });
  },
});
