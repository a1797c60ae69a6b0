import { deployTargetExtensionPoint } from '@adaptive-delivery/plugin-release-node';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { LabClient } from './LabClient';
import { LabTargetProvider } from './LabTargetProvider';

/** Lets rollouts go to the targets of the lab. */
export function createLabRolloutModule(options: { url: string }) {
  return createBackendModule({
    pluginId: 'rollout',
    moduleId: 'lab',
    register(env) {
      env.registerInit({
        deps: { targets: deployTargetExtensionPoint },
        async init({ targets }) {
          targets.addProvider(
            new LabTargetProvider(new LabClient(options.url)),
          );
        },
      });
    },
  });
}
