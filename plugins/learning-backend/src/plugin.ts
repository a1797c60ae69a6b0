import {
  Access,
  Evidence,
  domainClockServiceRef,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { DatabaseExampleStore } from './database';
import { LearningService, createRouter } from './service';

/** Joins decisions with their outcomes. */
export const learningPlugin = createBackendPlugin({
  pluginId: 'learning',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        clock: domainClockServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
      },
      async init(deps) {
        const store = await DatabaseExampleStore.create(deps);
        const knex = await deps.database.getClient();
        const service = new LearningService({
          store,
          clock: deps.clock,
        });
        deps.httpRouter.use(
          createRouter({
            service,
            access: new Access(deps),
            evidence: new Evidence(knex, { isSigning: false }),
            auditor: deps.auditor,
          }),
        );
      },
    });
  },
});
