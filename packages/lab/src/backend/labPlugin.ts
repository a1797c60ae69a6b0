import { DefaultPluginClient } from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { HistoryMarker } from '../history/HistoryMarker';
import { PortalClient } from '../history/PortalClient';
import { createLabRouter } from './labRouter';
import { LabClient } from './LabClient';
import { LabClock } from './LabClock';
import { LabProgress } from './LabProgress';
import { LabOptions } from './readLabOptions';
import { runLab } from './runLab';

/** Makes the portal's past at the first start, and says how far it is. */
export function createLabPlugin(options: {
  lab: LabOptions;
  clock: LabClock;
  progress: LabProgress;
  pastStart: Date;
}) {
  const { lab, clock, progress, pastStart } = options;
  return createBackendPlugin({
    pluginId: 'lab',
    register(env) {
      env.registerInit({
        deps: {
          logger: coreServices.logger,
          httpRouter: coreServices.httpRouter,
          discovery: coreServices.discovery,
          auth: coreServices.auth,
          lifecycle: coreServices.lifecycle,
          rootLifecycle: coreServices.rootLifecycle,
        },
        async init({
          logger,
          httpRouter,
          discovery,
          auth,
          lifecycle,
          rootLifecycle,
        }) {
          httpRouter.use(createLabRouter({ progress, clock }));
          httpRouter.addAuthPolicy({
            path: '/v1/state',
            allow: 'unauthenticated',
          });

          const controller = new AbortController();
          let running: Promise<void> | undefined;
          // The catalog fills only after all plugins are up: not before.
          rootLifecycle.addStartupHook(() => {
            running = runLab(
              {
                world: new LabClient(lab.url),
                portal: new PortalClient({
                  baseUrl: pluginId => discovery.getBaseUrl(pluginId),
                  pipelineToken: lab.pipelineToken,
                }),
                client: new DefaultPluginClient({ discovery, auth }),
                marker: new HistoryMarker(lab.dataFolder),
                clock,
                progress,
                logger,
                pastStart,
              },
              controller.signal,
            );
          });
          lifecycle.addShutdownHook(async () => {
            controller.abort();
            await running;
          });
        },
      });
    },
  });
}
