import { releaseApisPlugin } from '@adaptive-delivery/plugin-release-react';
import { Content } from '@backstage/core-components';
import {
  PageBlueprint,
  SubPageBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
  createRouteRef,
} from '@backstage/frontend-plugin-api';
import Gavel from '@mui/icons-material/Gavel';

const rootRouteRef = createRouteRef();

const page = PageBlueprint.make({
  params: {
    path: '/policy-admin',
    routeRef: rootRouteRef,
    title: 'Policy',
    icon: <Gavel fontSize="inherit" />,
  },
});

const policy = SubPageBlueprint.make({
  name: 'policy',
  params: {
    path: 'policy',
    title: 'Policy',
    loader: () =>
      import('./policy/components/PolicyView').then(m => (
        <Content>
          <m.PolicyView />
        </Content>
      )),
  },
});

const quarantine = SubPageBlueprint.make({
  name: 'quarantine',
  params: {
    path: 'quarantine',
    title: 'Quarantine',
    loader: () =>
      import('./quarantine/QuarantineView').then(m => (
        <Content>
          <m.QuarantineView />
        </Content>
      )),
  },
});

const outcomes = SubPageBlueprint.make({
  name: 'outcomes',
  params: {
    path: 'outcomes',
    title: 'Outcomes',
    loader: () =>
      import('./outcomes/OutcomesView').then(m => (
        <Content>
          <m.OutcomesView />
        </Content>
      )),
  },
});

/** The policy in force, what is quarantined, and how decisions turned out. */
export const policyAdminPlugin = createFrontendPlugin({
  pluginId: 'policy-admin',
  title: 'Policy',
  routes: { root: rootRouteRef },
  extensions: [page, policy, quarantine, outcomes],
});

/** The plugin with the APIs it asks. */
export const policyAdminFeatures = createFrontendFeatureLoader({
  loader: () => [policyAdminPlugin, releaseApisPlugin],
});
