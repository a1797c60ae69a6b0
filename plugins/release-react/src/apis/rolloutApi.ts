import {
  IncidentRecord,
  Page,
  RollbackRequest,
  RolloutControl,
  RolloutRecord,
  RolloutState,
  RolloutSummary,
} from '@adaptive-delivery/plugin-release-common';
import {
  DiscoveryApi,
  FetchApi,
  createApiRef,
} from '@backstage/frontend-plugin-api';
import { PortalClient, RequestOptions } from './PortalClient';

export type RolloutQuery = {
  entityRef?: string;
  decisionId?: string;
  state?: RolloutState;
  /** Only those that are not settled. */
  active?: true;
  cursor?: string;
};

export type IncidentQuery = { entityRef?: string; cursor?: string };

/** act: rollouts, their controls and the incidents of rollbacks. */
export interface RolloutApi {
  /** Newest first. */
  listRollouts(
    query: RolloutQuery,
    options?: RequestOptions,
  ): Promise<Page<RolloutSummary>>;
  getRollout(id: string, options?: RequestOptions): Promise<RolloutRecord>;
  /** Pause, resume, promote one step, or abort (which rolls back). */
  control(id: string, control: RolloutControl, reason: string): Promise<void>;
  /** Takes back a rollout that has finished. */
  rollBack(request: RollbackRequest): Promise<void>;
  /** Newest first. */
  listIncidents(
    query: IncidentQuery,
    options?: RequestOptions,
  ): Promise<Page<IncidentRecord>>;
  getIncident(id: string, options?: RequestOptions): Promise<IncidentRecord>;
}

export const rolloutApiRef = createApiRef<RolloutApi>().with({
  id: 'plugin.release.rollout',
  pluginId: 'release',
});

export class RolloutClient implements RolloutApi {
  private readonly client: PortalClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new PortalClient(
      'rollout',
      options.discoveryApi,
      options.fetchApi,
    );
  }

  listRollouts(query: RolloutQuery, options?: RequestOptions) {
    return this.client.json<Page<RolloutSummary>>('/v1/rollouts', {
      ...options,
      query,
    });
  }

  getRollout(id: string, options?: RequestOptions) {
    return this.client.json<RolloutRecord>(
      `/v1/rollouts/${encodeURIComponent(id)}`,
      options,
    );
  }

  control(id: string, control: RolloutControl, reason: string) {
    return this.client.done(
      `/v1/rollouts/${encodeURIComponent(id)}/${control}`,
      { method: 'POST', body: { reason } },
    );
  }

  rollBack(request: RollbackRequest) {
    return this.client.done('/v1/rollbacks', { method: 'POST', body: request });
  }

  listIncidents(query: IncidentQuery, options?: RequestOptions) {
    return this.client.json<Page<IncidentRecord>>('/v1/incidents', {
      ...options,
      query,
    });
  }

  getIncident(id: string, options?: RequestOptions) {
    return this.client.json<IncidentRecord>(
      `/v1/incidents/${encodeURIComponent(id)}`,
      options,
    );
  }
}
