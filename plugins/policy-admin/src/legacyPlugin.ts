import { releaseApiFactories } from '@adaptive-delivery/plugin-release-react';
import {
  createPlugin,
  createRoutableExtension,
  createRouteRef,
} from '@backstage/core-plugin-api';

const rootRouteRef = createRouteRef({ id: 'policy-admin' });

export const policyAdminPlugin = createPlugin({
  id: 'policy-admin',
  apis: releaseApiFactories,
  routes: { root: rootRouteRef },
});

/** For `<Route path="/policy-admin" element={<PolicyAdminPage />} />`. */
export const PolicyAdminPage = policyAdminPlugin.provide(
  createRoutableExtension({
    name: 'PolicyAdminPage',
    component: () => import('./LegacyPage').then(m => m.LegacyPage),
    mountPoint: rootRouteRef,
  }),
);
