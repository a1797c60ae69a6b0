import { releaseApisPlugin } from '@adaptive-delivery/plugin-release-react';
import {
  createFrontendFeatureLoader,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';

const canaryProgress = EntityContentBlueprint.make({
  name: 'canary-progress',
  params: {
    path: '/canary-progress',
    title: 'Canary Progress',
    group: 'deployment',
    filter: { kind: 'component' },
    loader: () =>
      import('./progress/components/CanaryProgressContent').then(m => (
        <m.CanaryProgressContent />
      )),
  },
});

const rollbackIncidents = EntityContentBlueprint.make({
  name: 'rollback-incidents',
  params: {
    path: '/rollback-incidents',
    title: 'Rollback Incidents',
    group: 'deployment',
    filter: { kind: 'component' },
    loader: () =>
      import('./incidents/components/RollbackIncidentsContent').then(m => (
        <m.RollbackIncidentsContent />
      )),
  },
});

/** Canary progress and rollback incidents on the pages of components. */
export const rollbackPlugin = createFrontendPlugin({
  pluginId: 'rollback',
  title: 'Rollback',
  extensions: [canaryProgress, rollbackIncidents],
});

/** The plugin with the APIs it asks. */
export const rollbackFeatures = createFrontendFeatureLoader({
  loader: () => [rollbackPlugin, releaseApisPlugin],
});
