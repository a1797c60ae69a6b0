import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
import { readRoles } from './roles';

/** Decides who may see, approve and control releases, by `adaptiveDelivery.roles`. */
export const permissionModuleRelease = createBackendModule({
  pluginId: 'permission',
  moduleId: 'release-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(new ReleasePermissionPolicy(readRoles(config)));
      },
    });
  },
});
