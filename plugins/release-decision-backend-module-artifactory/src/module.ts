import { artifactStoreExtensionPoint } from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { readSettings } from './config';
import { ArtifactoryStore } from './store';

/** Keeps artifacts and release records in Artifactory. */
export const releaseDecisionModuleArtifactory = createBackendModule({
  pluginId: 'release-decision',
  moduleId: 'artifactory',
  register(env) {
    env.registerInit({
      deps: {
        artifacts: artifactStoreExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ artifacts, config, logger }) {
        const settings = readSettings(config);
        if (!settings) {
          logger.info(
            'Artifactory is off: adaptiveDelivery.artifactory is not set in app-config.yaml',
          );
          return;
        }
        artifacts.setArtifactStore(new ArtifactoryStore(settings));
      },
    });
  },
});
