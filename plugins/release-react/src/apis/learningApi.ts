import { Page, PolicyOutcomes } from '@adaptive-delivery/plugin-release-common';
import {
  DiscoveryApi,
  FetchApi,
  createApiRef,
} from '@backstage/frontend-plugin-api';
import { PortalClient, RequestOptions } from './PortalClient';

/** learn: how decisions turned out. */
export interface LearningApi {
  /** Per policy digest, the one in force last first. */
  listOutcomes(
    query: { cursor?: string },
    options?: RequestOptions,
  ): Promise<Page<PolicyOutcomes>>;
}

export const learningApiRef = createApiRef<LearningApi>().with({
  id: 'plugin.release.learning',
  pluginId: 'release',
});

export class LearningClient implements LearningApi {
  private readonly client: PortalClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new PortalClient(
      'learning',
      options.discoveryApi,
      options.fetchApi,
    );
  }

  listOutcomes(query: { cursor?: string }, options?: RequestOptions) {
    return this.client.json<Page<PolicyOutcomes>>('/v1/outcomes', {
      ...options,
      query,
    });
  }
}
