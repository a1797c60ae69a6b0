import {
  decisionChannelExtensionPoint,
  openDatabase,
  startLoop,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendModule,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readSettings } from './config';
import { createParts } from './createParts';
import { WEBHOOKS_PATH } from './webhooks';

const IDLE_MS = 5_000;

/** Shows decisions as GitHub checks and answers deployment protection rules. */
export const releaseDecisionModuleGitHub = createBackendModule({
  pluginId: 'release-decision',
  moduleId: 'github',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        channels: decisionChannelExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ channels, config, httpRouter, lifecycle, logger, ...deps }) {
        const settings = readSettings(config);
        if (!settings) {
          logger.info(
            'GitHub is off: adaptiveDelivery.github is not set in app-config.yaml',
          );
          return;
        }
        const knex = await openDatabase({
          database: deps.database,
          migrations: resolvePackagePath(
            '@adaptive-delivery/plugin-release-decision-backend-module-github',
            'migrations',
          ),
          migrationsTable: 'knex_migrations_github',
        });
        const { channel, protections, router, webhooks } = createParts({
          ...deps,
          settings,
          knex,
          logger,
        });
        httpRouter.addAuthPolicy({
          path: WEBHOOKS_PATH,
          allow: 'unauthenticated',
        });
        httpRouter.use(router);
        channels.addChannel(channel);

        let stop = async () => {};
        lifecycle.addStartupHook(() => {
          stop = startLoop({
            name: 'Answering deployments on GitHub',
            logger,
            run: signal => protections.run(signal),
            idleMs: () => IDLE_MS,
          });
        });
        lifecycle.addShutdownHook(async () => {
          await stop();
          await webhooks.settle();
        });
      },
    });
  },
});
