import {
  decisionChannelExtensionPoint,
  openDatabase,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendModule,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  DEFAULT_TIMES,
  PostOnce,
  SlackChannel,
  chooseChannel,
} from './channel';
import { SlackApi } from './client';
import { readSettings } from './config';
import { DatabasePostStore, rememberInteraction } from './database';
import { INTERACTIONS_PATH, Interactions, createRouter } from './interactions';
import { auditAnswers } from './interactions/auditAnswers';
import { CatalogOwners, SlackPeople } from './people';

/** Asks for approvals in Slack and takes the answers. */
export const releaseDecisionModuleSlack = createBackendModule({
  pluginId: 'release-decision',
  moduleId: 'slack',
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
      async init({ auditor, channels, config, httpRouter, logger, ...deps }) {
        const settings = readSettings(config);
        if (!settings) {
          logger.info(
            'Slack is off: adaptiveDelivery.slack is not set in app-config.yaml',
          );
          return;
        }
        const knex = await openDatabase({
          database: deps.database,
          migrations: resolvePackagePath(
            '@adaptive-delivery/plugin-release-decision-backend-module-slack',
            'migrations',
          ),
          migrationsTable: 'knex_migrations_slack',
        });
        const api = new SlackApi({ ...settings, logger });
        const posts = new DatabasePostStore(knex);
        const owners = new CatalogOwners(deps);
        const channel = new SlackChannel({
          api,
          posts,
          postOnce: new PostOnce({ api, posts, times: DEFAULT_TIMES }),
          channelFor: component =>
            chooseChannel(settings, component, ref => owners.of(ref)),
        });
        const interactions = new Interactions({
          api,
          people: new SlackPeople({ ...deps, api }),
          desk: () => channel.desk(),
          show: decisionId => channel.deliver({ decisionId }),
          audit: auditAnswers(auditor),
          logger,
        });
        httpRouter.addAuthPolicy({
          path: INTERACTIONS_PATH,
          allow: 'unauthenticated',
        });
        httpRouter.use(
          createRouter({
            signingSecrets: settings.signingSecrets,
            interactions,
            remember: digest => rememberInteraction(knex, digest),
            now: () => Date.now(),
            logger,
          }),
        );
        channels.addChannel(channel);
        deps.lifecycle.addShutdownHook(() => interactions.settle());
      },
    });
  },
});
