import { releaseApiFactories } from '@adaptive-delivery/plugin-release-react';
import {
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
} from '@backstage/core-plugin-api';

const releasesRouteRef = createRouteRef({ id: 'release-decision' });
const entityReleasesRouteRef = createRouteRef({
  id: 'release-decision:entity',
});

export const releaseDecisionPlugin = createPlugin({
  id: 'release-decision',
  apis: releaseApiFactories,
  routes: { root: releasesRouteRef, entityContent: entityReleasesRouteRef },
});

export const ReleasesPage = releaseDecisionPlugin.provide(
  createRoutableExtension({
    name: 'ReleasesPage',
    component: async () =>
      (await import('./fleet/FleetReleases')).FleetReleasesPage,
    mountPoint: releasesRouteRef,
  }),
);

export const EntityReleasesContent = releaseDecisionPlugin.provide(
  createRoutableExtension({
    name: 'EntityReleasesContent',
    component: async () =>
      (await import('./entity/EntityReleases')).EntityReleases,
    mountPoint: entityReleasesRouteRef,
  }),
);

export const EntityReleaseCard = releaseDecisionPlugin.provide(
  createComponentExtension({
    name: 'EntityReleaseCard',
    component: {
      lazy: async () =>
        (await import('./card/EntityReleaseCard')).EntityReleaseCard,
    },
  }),
);
