import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

export const releasesRouteRef = createRouteRef();
export const entityReleasesRouteRef = createRouteRef();
/** Where the policy in force is shown, in a portal that has that page. */
export const policyRouteRef = createExternalRouteRef({
  defaultTarget: 'policy-admin.root',
});
