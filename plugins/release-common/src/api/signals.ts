/** Channel on which the backends say that something about a release changed. */
export const RELEASE_SIGNAL_CHANNEL = 'adaptive-delivery:release';

/** A hint to fetch again; never the data itself. */
export type ReleaseSignal = {
  entityRef: string;
  kind: 'decision' | 'rollout' | 'verdict' | 'incident' | 'quarantine';
  id: string;
};
