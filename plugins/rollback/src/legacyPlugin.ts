import { releaseApiFactories } from '@adaptive-delivery/plugin-release-react';
import {
  createPlugin,
  createRoutableExtension,
  createRouteRef,
} from '@backstage/core-plugin-api';

const canaryProgressRouteRef = createRouteRef({ id: 'canary-progress' });
const rollbackIncidentsRouteRef = createRouteRef({ id: 'rollback-incidents' });

export const rollbackPlugin = createPlugin({
  id: 'rollback',
  apis: releaseApiFactories,
  routes: {
    canaryProgress: canaryProgressRouteRef,
    rollbackIncidents: rollbackIncidentsRouteRef,
  },
});

/** For `EntityLayout.Route path="/canary-progress"`. */
export const EntityCanaryProgressContent = rollbackPlugin.provide(
  createRoutableExtension({
    name: 'EntityCanaryProgressContent',
    component: () =>
      import('./progress/components/CanaryProgressContent').then(
        m => m.CanaryProgressContent,
      ),
    mountPoint: canaryProgressRouteRef,
  }),
);

/** For `EntityLayout.Route path="/rollback-incidents"`. */
export const EntityRollbackIncidentsContent = rollbackPlugin.provide(
  createRoutableExtension({
    name: 'EntityRollbackIncidentsContent',
    component: () =>
      import('./incidents/components/RollbackIncidentsContent').then(
        m => m.RollbackIncidentsContent,
      ),
    mountPoint: rollbackIncidentsRouteRef,
  }),
);
