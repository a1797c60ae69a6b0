import { isReleaseAvailable } from '@adaptive-delivery/plugin-release-common';
import { releaseApisPlugin } from '@adaptive-delivery/plugin-release-react';
import {
  PageBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import RocketLaunch from '@mui/icons-material/RocketLaunch';
import {
  entityReleasesRouteRef,
  policyRouteRef,
  releasesRouteRef,
} from './routes';

export const releasesPage = PageBlueprint.make({
  params: {
    path: '/releases',
    title: 'Releases',
    icon: <RocketLaunch fontSize="inherit" />,
    routeRef: releasesRouteRef,
    loader: async () => {
      const { FleetReleases } = await import('./fleet/FleetReleases');
      return <FleetReleases />;
    },
  },
});

export const entityReleasesContent = EntityContentBlueprint.make({
  params: {
    path: '/releases',
    title: 'Releases',
    icon: <RocketLaunch fontSize="inherit" />,
    filter: isReleaseAvailable,
    routeRef: entityReleasesRouteRef,
    loader: async () => {
      const { EntityReleases } = await import('./entity/EntityReleases');
      return <EntityReleases />;
    },
  },
});

export const entityReleaseCard = EntityCardBlueprint.make({
  params: {
    filter: isReleaseAvailable,
    loader: async () => {
      const { EntityReleaseCard } = await import('./card/EntityReleaseCard');
      return <EntityReleaseCard />;
    },
  },
});

export const releaseDecisionPlugin = createFrontendPlugin({
  pluginId: 'release-decision',
  info: { packageJson: () => import('../package.json') },
  routes: { root: releasesRouteRef, entityContent: entityReleasesRouteRef },
  externalRoutes: { policy: policyRouteRef },
  extensions: [releasesPage, entityReleasesContent, entityReleaseCard],
});

/** The plugin and the APIs it shares with the other release frontends. */
export const releaseDecisionFeatures = createFrontendFeatureLoader({
  loader: () => [releaseDecisionPlugin, releaseApisPlugin],
});
