import { rolloutPermissions } from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  DefaultPluginClient,
  DeployTargetProvider,
  Evidence,
  Notifier,
  OutboxDispatcher,
  RemoteStatements,
  StatementLoop,
  deployTargetExtensionPoint,
  domainClockServiceRef,
  isPostgres,
  notifierExtensionPoint,
  openDatabase,
  startLoop,
  toPlugins,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { readRolloutConfig } from './config';
import {
  DatabaseNoticeStore,
  DatabaseRolloutReadStore,
  DatabaseRolloutStore,
} from './database';
import { readIncidentOf } from './database/operations/claimNext';
import { RemoteAnalyzer } from './service/Analyzer';
import { Announcer } from './service/Announcer';
import { RemoteDecisions } from './service/Decisions';
import { NoticeDispatcher, PortalNotifier } from './service/NoticeDispatcher';
import { RolloutService } from './service/RolloutService';
import { TargetRegistry } from './service/TargetRegistry';
import { planOutcomes } from './service/planOutcomes';
import { createRouter } from './service/router';
import { RolloutRunner } from './service/runner/RolloutRunner';

/** act: runs rollouts and rollbacks, and is the only one to touch a target. */
export const rolloutPlugin = createBackendPlugin({
  pluginId: 'rollout',
  register(env) {
    const providers = new Map<string, DeployTargetProvider>();
    const notifiers: Notifier[] = [];
    env.registerExtensionPoint(deployTargetExtensionPoint, {
      addProvider(provider) {
        if (providers.has(provider.driver)) {
          throw new Error(
            `Two modules bring a driver "${provider.driver}"; remove one`,
          );
        }
        providers.set(provider.driver, provider);
      },
    });
    env.registerExtensionPoint(notifierExtensionPoint, {
      addNotifier(notifier) {
        notifiers.push(notifier);
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
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
      },
      async init(deps) {
        const { clock, logger } = deps;
        const config = readRolloutConfig(deps.config);
        deps.permissionsRegistry.addPermissions(rolloutPermissions);
        const knex = await openDatabase({
          database: deps.database,
          migrations: resolvePackagePath(
            '@adaptive-delivery/plugin-rollout-backend',
            'migrations',
          ),
        });

        const client = new DefaultPluginClient(deps);
        const allNotifiers = [
          new PortalNotifier(deps.notifications),
          ...notifiers,
        ];
        const announcer = new Announcer(deps);
        const decisions = new RemoteDecisions(client);
        const targets = new TargetRegistry(providers, config.targetTimeoutMs);
        const store = new DatabaseRolloutStore({
          knex,
          clock,
          noticeChannels: allNotifiers.map(notifier => notifier.name),
        });
        const reads = new DatabaseRolloutReadStore({ knex, clock });
        const runner = new RolloutRunner({
          store,
          targets,
          analyzer: new RemoteAnalyzer(client, config.analyzerTimeoutMs),
          decisions,
          clock,
          logger,
          changed: made => announcer.changed(made),
          concurrency: config.concurrency,
        });
        const attestor = Attestor.fromConfig(deps.config);
        const attesting =
          attestor &&
          new StatementLoop({
            ...deps,
            knex,
            attestor,
            plan: planOutcomes({
              reads,
              incidentOf: id => readIncidentOf(knex, id),
              statements: new RemoteStatements({ client, attestor }),
            }),
          });
        const outbox = new OutboxDispatcher({
          knex,
          to: toPlugins(client),
          logger,
        });
        const notices = new NoticeDispatcher({
          store: new DatabaseNoticeStore({ knex, clock }),
          notifiers: allNotifiers,
          logger,
        });

        deps.httpRouter.use(
          createRouter({
            ...deps,
            evidence: new Evidence(knex, { isSigning: attestor !== null }),
            service: new RolloutService({
              store,
              reads,
              decisions,
              targets,
              clock,
              announcer,
              logger,
            }),
          }),
        );

        const idleMs = () =>
          Math.max(20, config.pollMilliseconds / clock.pace());
        const loops: Array<() => Promise<void>> = [];
        deps.lifecycle.addStartupHook(async () => {
          // One process per SQLite database: a lease can only be a dead one's.
          if (!isPostgres(knex)) await store.freeLeases();
          const loop = (name: string, run: () => Promise<boolean>) =>
            loops.push(startLoop({ name, logger, idleMs, run }));
          loop('The rollout runner', () => runner.round());
          loop('The outbox of rollouts', () => outbox.deliverDue());
          loop('The delivery of notices', () => notices.deliverDue());
          if (attesting) {
            loop('The attestation of outcomes', () => attesting.round());
          }
        });
        deps.lifecycle.addShutdownHook(async () => {
          await Promise.all(loops.map(stop => stop()));
          await runner.drain();
        });
      },
    });
  },
});
