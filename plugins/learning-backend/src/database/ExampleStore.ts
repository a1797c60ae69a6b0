import {
  LedgerRow,
  Page,
  PolicyOutcomes,
} from '@adaptive-delivery/plugin-release-common';
import { Example, Merged, OutcomeCount } from '../domain';

export type PageRequest = { cursor?: string; limit: number };

/** Decisions and what came of them. */
export interface ExampleStore {
  /**
   * Takes what is told into what is kept, with the ledger row of the change, in
   * one transaction.
   *
   * @param at - domain time
   * @throws ConflictError as `mergeExample` does; nothing is stored then.
   */
  merge(told: Example, at: Date): Promise<Merged>;

  /** Per policy digest, the one that came into force last first. */
  outcomes(page: PageRequest): Promise<Page<PolicyOutcomes>>;

  /** Over all policies. */
  counts(): Promise<{ since: string | null; counts: OutcomeCount[] }>;

  ledger(page: PageRequest): Promise<Page<LedgerRow>>;
}
