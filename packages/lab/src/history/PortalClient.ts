import {
  ApprovalRequest,
  BundleSubmission,
  DecisionRecord,
  DecisionSummary,
  Page,
  RolloutControl,
  RolloutSummary,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import {
  createHttpClient,
  RemoteError,
  UnreachableError,
} from '@adaptive-delivery/plugin-release-node';
import axios from 'axios';

const TIMEOUT_MS = 15_000;

/** Base URL of a plugin, such as `http://localhost:7007/api/rollout`. */
export type BaseUrl = (pluginId: string) => Promise<string>;

type Call = {
  pluginId: string;
  method: 'GET' | 'POST';
  path: string;
  token?: string;
  body?: unknown;
};

/**
 * The portal as its users reach it: a pipeline that submits with its token,
 * and a guest who signs in, approves and controls.
 */
export class PortalClient {
  private userToken: string | undefined;

  constructor(
    private readonly options: { baseUrl: BaseUrl; pipelineToken: string },
  ) {}

  /** @throws RemoteError when it is refused, UnreachableError when nobody answers. */
  async submit(submission: Submission): Promise<DecisionRecord> {
    return this.call({
      pluginId: 'release-decision',
      method: 'POST',
      path: '/v1/candidates',
      token: this.options.pipelineToken,
      body: submission,
    });
  }

  /** As `submit`, of several builds as one. */
  async submitBundle(bundle: BundleSubmission): Promise<DecisionRecord> {
    return this.call({
      pluginId: 'release-decision',
      method: 'POST',
      path: '/v1/bundles',
      token: this.options.pipelineToken,
      body: bundle,
    });
  }

  async decision(id: string): Promise<DecisionRecord> {
    return this.call({
      pluginId: 'release-decision',
      method: 'GET',
      path: `/v1/decisions/${encodeURIComponent(id)}`,
      token: this.options.pipelineToken,
    });
  }

  /** Newest first; the first page. */
  async decisions(query: Record<string, string>): Promise<DecisionSummary[]> {
    const page = await this.call<Page<DecisionSummary>>({
      pluginId: 'release-decision',
      method: 'GET',
      path: `/v1/decisions?${new URLSearchParams(query)}`,
      token: this.options.pipelineToken,
    });
    return page.items;
  }

  /** Signs in as guest; the token is used by the methods below. */
  async signIn(): Promise<void> {
    const answer = await this.call<{
      backstageIdentity: { token: string };
    }>({ pluginId: 'auth', method: 'GET', path: '/guest/refresh' });
    this.userToken = answer.backstageIdentity.token;
  }

  async answerApproval(id: string, request: ApprovalRequest): Promise<void> {
    await this.call({
      pluginId: 'release-decision',
      method: 'POST',
      path: `/v1/decisions/${encodeURIComponent(id)}/approvals`,
      token: this.userToken,
      body: request,
    });
  }

  async rollouts(query: Record<string, string>): Promise<RolloutSummary[]> {
    const page = await this.call<Page<RolloutSummary>>({
      pluginId: 'rollout',
      method: 'GET',
      path: `/v1/rollouts?${new URLSearchParams(query)}`,
      token: this.userToken,
    });
    return page.items;
  }

  async control(id: string, control: RolloutControl, reason: string) {
    await this.call({
      pluginId: 'rollout',
      method: 'POST',
      path: `/v1/rollouts/${encodeURIComponent(id)}/${control}`,
      token: this.userToken,
      body: { reason },
    });
  }

  private async call<T>(call: Call): Promise<T> {
    const { pluginId, method, path, token, body } = call;
    const baseUrl = await this.options.baseUrl(pluginId);
    const http = createHttpClient({
      allowedHosts: [new URL(baseUrl).host],
      timeoutMs: TIMEOUT_MS,
    });
    try {
      const { data } = await http.request<T>({
        method,
        url: `${baseUrl}${path}`,
        data: body,
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      });
      return data;
    } catch (error) {
      if (!axios.isAxiosError(error) || !error.response) {
        throw new UnreachableError(pluginId, error);
      }
      const answer = error.response.data as
        | { error?: { message?: string } }
        | undefined;
      throw new RemoteError(
        pluginId,
        error.response.status,
        answer?.error?.message ?? error.message,
      );
    }
  }
}
