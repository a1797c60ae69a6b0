import {
  DecisionState,
  RiskDecision,
  decisionStates,
  parseContract,
  parseWith,
  quarantineEntry,
  utcTime,
} from '@adaptive-delivery/plugin-release-common';
import { PluginClient } from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';

const TIMEOUT_MS = 15_000;
const MAX_PAGES = 50;
/** Of 64 characters each, so that the address stays short. */
const DIGESTS_PER_QUESTION = 50;

const answered = z.object({
  state: z.enum(decisionStates),
  releaseAfter: utcTime.nullable(),
  decision: z.unknown(),
});

const quarantinePage = z.object({
  items: z.array(
    z.object({
      sha256: quarantineEntry.shape.sha256,
      reason: z.string(),
      since: quarantineEntry.shape.since,
      until: quarantineEntry.shape.until,
    }),
  ),
  nextCursor: z.string().nullable(),
});

export type ReleasedDecision = {
  state: DecisionState;
  /** A queued one is not to go out before, if this is set. */
  releaseAfter: string | null;
  decision: RiskDecision;
};

/** What act asks decide. */
export interface Decisions {
  /** @throws RemoteError, UnreachableError, ContractError */
  get(decisionId: string): Promise<ReleasedDecision>;
  /** Why decide refuses one of the digests now, or null when it refuses none. */
  quarantineOf(digests: string[], now: Date): Promise<string | null>;
}

/** Why a decision may not be acted on, to follow its id; null when it may. */
export function whyNotReleased({
  state,
  releaseAfter,
}: ReleasedDecision): string | null {
  if (state === 'queued' && releaseAfter !== null) {
    return `waits until ${releaseAfter} for the end of a freeze window`;
  }
  return state === 'queued' || state === 'releasing' ? null : `is ${state}`;
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
    return {
      state: record.state,
      releaseAfter: record.releaseAfter,
      decision,
    };
  }

  async quarantineOf(digests: string[], now: Date): Promise<string | null> {
    for (let at = 0; at < digests.length; at += DIGESTS_PER_QUESTION) {
      const entry = await this.entryOf(
        digests.slice(at, at + DIGESTS_PER_QUESTION),
        now,
      );
      if (entry) {
        return `Digest ${entry.sha256} is quarantined until ${
          entry.until
        }, since ${entry.since}: ${entry.reason}${
          /[.!?]$/.test(entry.reason) ? '' : '.'
        } Release a build with another digest, or have somebody with the permission quarantine.lift lift it.`;
      }
    }
    return null;
  }

  /** Whatever decide lists for other digests says nothing of these. */
  private async entryOf(digests: string[], now: Date) {
    let cursor: string | null = null;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query: URLSearchParams = new URLSearchParams({
        sha256: digests.join(','),
        ...(cursor && { cursor }),
      });
      const { items, nextCursor }: z.infer<typeof quarantinePage> = parseWith(
        quarantinePage,
        'list of quarantined digests',
        await this.read(`/v1/quarantine?${query}`),
      );
      const entry = items.find(
        item => digests.includes(item.sha256) && Date.parse(item.until) > +now,
      );
      if (entry) return entry;
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
