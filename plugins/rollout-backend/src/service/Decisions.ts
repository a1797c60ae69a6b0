import {
  DecisionState,
  RiskDecision,
  decisionStates,
  parseContract,
  parseWith,
  quarantineEntry,
} from '@adaptive-delivery/plugin-release-common';
import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';

const TIMEOUT_MS = 15_000;
const MAX_PAGES = 50;

const answered = z.object({
  state: z.enum(decisionStates),
  decision: z.unknown(),
});

const quarantinePage = z.object({
  items: z.array(
    z.object({
      sha256: quarantineEntry.shape.sha256,
      reason: z.string(),
      until: quarantineEntry.shape.until,
    }),
  ),
  nextCursor: z.string().nullable(),
});

export type ReleasedDecision = { state: DecisionState; decision: RiskDecision };

/** What act asks decide. */
export interface Decisions {
  /** @throws RemoteError, UnreachableError, ContractError */
  get(decisionId: string): Promise<ReleasedDecision>;
  /** Why decide refuses one of the digests now, or null when it refuses none. */
  quarantineOf(digests: string[], now: Date): Promise<string | null>;
}

/** Whether a decision in this state may be acted on. */
export function isReleased(state: DecisionState): boolean {
  return state === 'queued' || state === 'releasing';
}

export class RemoteDecisions implements Decisions {
  constructor(private readonly client: PluginClient) {}

  async get(decisionId: string): Promise<ReleasedDecision> {
    const record = parseWith(
      answered,
      `decision ${decisionId}`,
      await this.read(`/v1/decisions/${decisionId}`),
    );
    const decision = parseContract('risk-decision', record.decision);
    if (decision.decisionId !== decisionId) {
      throw new Error(
        `release-decision answered with decision ${decision.decisionId} where ${decisionId} was asked for`,
      );
    }
    return { state: record.state, decision };
  }

  async quarantineOf(digests: string[], now: Date): Promise<string | null> {
    let cursor: string | null = null;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query: string = cursor
        ? `?cursor=${encodeURIComponent(cursor)}`
        : '';
      const { items, nextCursor } = parseWith(
        quarantinePage,
        'list of quarantined digests',
        await this.read(`/v1/quarantine${query}`),
      );
      const entry = items.find(
        item => digests.includes(item.sha256) && Date.parse(item.until) > +now,
      );
      if (entry) {
        return `Digest ${entry.sha256.slice(0, 12)} is quarantined until ${
          entry.until
        }: ${entry.reason}`;
      }
      if (!nextCursor) return null;
      cursor = nextCursor;
    }
    throw new Error(
      `release-decision lists more than ${MAX_PAGES} pages of quarantined digests`,
    );
  }

  private read(path: string): Promise<unknown> {
    return this.client.request<unknown>({
      pluginId: 'release-decision',
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
    });
  }
}
