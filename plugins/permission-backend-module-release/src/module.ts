import {
  CatalogPeople,
  readRoleSettings,
} from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
import { createWithParents } from './withParents';

/**
 * Decides who may see, approve and control releases, by `adaptiveDelivery.roles`
 * and `adaptiveDelivery.approvals`.
 */
export const permissionModuleRelease = createBackendModule({
  pluginId: 'permission',
  moduleId: 'release-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
      },
      async init({ auth, catalog, config, logger, policy }) {
        const people = new CatalogPeople({ catalog, auth });
        policy.setPolicy(
          new ReleasePermissionPolicy(
            readRoleSettings(config),
            createWithParents(people, logger),
          ),
        );
      },
    });
  },
});
