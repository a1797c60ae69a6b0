import { Page, Verdict } from '@adaptive-delivery/plugin-release-common';
import {
  DiscoveryApi,
  FetchApi,
  createApiRef,
} from '@backstage/frontend-plugin-api';
import { PortalClient, RequestOptions } from './PortalClient';

/** More pages than a rollout can have looks; ends a cursor that never ends. */
const MAX_PAGES = 50;

/** judge: the verdicts of a rollout. */
export interface VerdictApi {
  /** All verdicts of a rollout, oldest first. */
  listVerdicts(rolloutId: string, options?: RequestOptions): Promise<Verdict[]>;
}

export const verdictApiRef = createApiRef<VerdictApi>().with({
  id: 'plugin.release.verdict',
  pluginId: 'release',
});

export class VerdictClient implements VerdictApi {
  private readonly client: PortalClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new PortalClient(
      'canary-analyzer',
      options.discoveryApi,
      options.fetchApi,
    );
  }

  async listVerdicts(rolloutId: string, options?: RequestOptions) {
    const verdicts: Verdict[] = [];
    let cursor: string | undefined;
    for (let count = 0; count < MAX_PAGES; count++) {
      const page: Page<Verdict> = await this.client.json('/v1/verdicts', {
        ...options,
        query: { rolloutId, cursor },
      });
      verdicts.push(...page.items);
      if (!page.nextCursor) return verdicts;
      cursor = page.nextCursor;
    }
    throw new Error(
      `Rollout ${rolloutId} has more than ${MAX_PAGES} pages of verdicts; only a part could be read.`,
    );
  }
}
