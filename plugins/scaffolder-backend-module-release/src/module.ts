import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createOnboardAction } from './actions/onboard';

/** Adds `release:onboard` to the actions that software templates may use. */
export const scaffolderModuleRelease = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'release',
  register(env) {
    env.registerInit({
      deps: { actions: scaffolderActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions(createOnboardAction());
      },
    });
  },
});
