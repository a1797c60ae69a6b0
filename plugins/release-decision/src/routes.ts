import { createRouteRef } from '@backstage/frontend-plugin-api';

export const releasesRouteRef = createRouteRef();
export const entityReleasesRouteRef = createRouteRef();
