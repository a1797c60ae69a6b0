import {
  coreServices,
  createServiceFactory,
  RootHealthService,
} from '@backstage/backend-plugin-api';
import { LabProgress } from './LabProgress';

/**
 * The portal's readiness, which follows the lab: whoever comes earlier would
 * find a past that is only half there.
 */
export function createLabRootHealthFactory(progress: LabProgress) {
  return createServiceFactory({
    service: coreServices.rootHealth,
    deps: { lifecycle: coreServices.rootLifecycle },
    async factory({ lifecycle }): Promise<RootHealthService> {
      let phase: 'init' | 'up' | 'down' = 'init';
      lifecycle.addStartupHook(() => {
        phase = 'up';
      });
      lifecycle.addBeforeShutdownHook(() => {
        phase = 'down';
      });
      const notReady = (message: string) => ({
        status: 503,
        payload: { status: 'error', message },
      });
      return {
        getLiveness: async () => ({ status: 200, payload: { status: 'ok' } }),
        getReadiness: async () => {
          if (phase === 'init') return notReady('Backend has not started yet');
          if (phase === 'down') return notReady('Backend is shutting down');
          const { state, words } = progress.state;
          return state === 'made'
            ? { status: 200, payload: { status: 'ok' } }
            : notReady(words);
        },
      };
    },
  });
}
