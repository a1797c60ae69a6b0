import {
  Access,
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
        const service = new LearningService({
          store: await DatabaseExampleStore.create(deps),
          clock: deps.clock,
        });
        deps.httpRouter.use(
          createRouter({
            service,
            access: new Access(deps),
            auditor: deps.auditor,
          }),
        );
      },
    });
  },
});
