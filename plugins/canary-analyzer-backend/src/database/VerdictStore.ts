import {
  LedgerRow,
  Page,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';

export type StoredVerdict = {
  verdict: Verdict;
  /** Of what the look asked; see `questionDigest`. */
  requestDigest: string;
};

export type PageRequest = { cursor?: string; limit: number };

/** The verdicts of rollouts: one per look, never changed. */
export interface VerdictStore {
  find(key: {
    rolloutId: string;
    step: number;
    look: number;
  }): Promise<StoredVerdict | null>;

  /**
   * Keeps a verdict under its look and adds it to the ledger, in one
   * transaction; when the look has one already, that one stays.
   *
   * @returns what stands under the look now.
   */
  save(stored: StoredVerdict): Promise<StoredVerdict>;

  /** Verdicts of one rollout, oldest first. */
  list(rolloutId: string, page: PageRequest): Promise<Page<Verdict>>;

  ledger(page: PageRequest): Promise<Page<LedgerRow>>;
}
