import {
  JudgementRequest,
  Verdict,
  parseContract,
} from '@adaptive-delivery/plugin-release-common';
import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { withTimeout } from './withTimeout';

/** Which look of which step of which rollout. */
export type LookId = { rolloutId: string; step: number; look: number };

export interface Analyzer {
  /**
   * The verdict of a look; the same one however often it is asked for.
   *
   * @throws Error when there is no valid answer in time.
   */
  judge(id: LookId, request: JudgementRequest): Promise<Verdict>;
}

export class RemoteAnalyzer implements Analyzer {
  constructor(
    private readonly client: PluginClient,
    private readonly timeoutMs: number,
  ) {}

  async judge(id: LookId, request: JudgementRequest): Promise<Verdict> {
    const answer = await withTimeout(
      this.client.request<unknown>({
        pluginId: 'canary-analyzer',
        method: 'PUT',
        path: `/v1/verdicts/${id.rolloutId}/${id.step}/${id.look}`,
        body: request,
        timeoutMs: this.timeoutMs,
      }),
      this.timeoutMs,
      `canary-analyzer did not answer within ${this.timeoutMs / 1000} s`,
    );
    return parseContract('verdict', answer);
  }
}
