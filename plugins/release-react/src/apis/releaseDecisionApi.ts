import {
  ApprovalRequest,
  AttestationBundle,
  DecisionRecord,
  DecisionState,
  DecisionSummary,
  KeySet,
  OverrideRequest,
  Page,
  PolicyReport,
  QuarantineEntry,
} from '@adaptive-delivery/plugin-release-common';
import {
  DiscoveryApi,
  FetchApi,
  createApiRef,
} from '@backstage/frontend-plugin-api';
import { PortalClient, RequestOptions } from './PortalClient';

export type DecisionQuery = {
  entityRef?: string;
  environment?: string;
  state?: DecisionState;
  cursor?: string;
  limit?: number;
};

/** The policy bundle in force, as `GET /v1/policy` answers it. */
export type PolicyInForce = PolicyReport;

/** decide: decisions, approvals, quarantine and the policy in force. */
export interface ReleaseDecisionApi {
  /** Newest first. */
  listDecisions(
    query: DecisionQuery,
    options?: RequestOptions,
  ): Promise<Page<DecisionSummary>>;
  getDecision(id: string, options?: RequestOptions): Promise<DecisionRecord>;
  /** Approves or rejects; 409 when `revision` is not the newest. */
  giveApproval(id: string, request: ApprovalRequest): Promise<DecisionRecord>;
  /** Releases in spite of a freeze; 409 when `revision` is not the newest. */
  overrideFreeze(id: string, request: OverrideRequest): Promise<DecisionRecord>;
  listQuarantine(
    query: { cursor?: string },
    options?: RequestOptions,
  ): Promise<Page<QuarantineEntry>>;
  liftQuarantine(sha256: string, reason: string): Promise<void>;
  getPolicy(options?: RequestOptions): Promise<PolicyInForce>;
  /** The signed build, evidence and decision, as they are to be verified. */
  getAttestation(
    id: string,
    options?: RequestOptions,
  ): Promise<AttestationBundle>;
  /** The public keys to verify signatures of this portal with. */
  getKeys(options?: RequestOptions): Promise<KeySet>;
}

export const releaseDecisionApiRef = createApiRef<ReleaseDecisionApi>().with({
  id: 'plugin.release.decision',
  pluginId: 'release',
});

export class ReleaseDecisionClient implements ReleaseDecisionApi {
  private readonly client: PortalClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new PortalClient(
      'release-decision',
      options.discoveryApi,
      options.fetchApi,
    );
  }

  listDecisions(query: DecisionQuery, options?: RequestOptions) {
    return this.client.json<Page<DecisionSummary>>('/v1/decisions', {
      ...options,
      query,
    });
  }

  getDecision(id: string, options?: RequestOptions) {
    return this.client.json<DecisionRecord>(
      `/v1/decisions/${encodeURIComponent(id)}`,
      options,
    );
  }

  giveApproval(id: string, request: ApprovalRequest) {
    return this.client.json<DecisionRecord>(
      `/v1/decisions/${encodeURIComponent(id)}/approvals`,
      { method: 'POST', body: request },
    );
  }

  overrideFreeze(id: string, request: OverrideRequest) {
    return this.client.json<DecisionRecord>(
      `/v1/decisions/${encodeURIComponent(id)}/override`,
      { method: 'POST', body: request },
    );
  }

  listQuarantine(query: { cursor?: string }, options?: RequestOptions) {
    return this.client.json<Page<QuarantineEntry>>('/v1/quarantine', {
      ...options,
      query,
    });
  }

  liftQuarantine(sha256: string, reason: string) {
    return this.client.done(`/v1/quarantine/${encodeURIComponent(sha256)}`, {
      method: 'DELETE',
      body: { reason },
    });
  }

  getPolicy(options?: RequestOptions) {
    return this.client.json<PolicyInForce>('/v1/policy', options);
  }

  getAttestation(id: string, options?: RequestOptions) {
    return this.client.json<AttestationBundle>(
      `/v1/decisions/${encodeURIComponent(id)}/attestation`,
      options,
    );
  }

  getKeys(options?: RequestOptions) {
    return this.client.json<KeySet>('/v1/keys', options);
  }
}
