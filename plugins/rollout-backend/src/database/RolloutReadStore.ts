import {
  IncidentRecord,
  LedgerRow,
  Page,
  RolloutEvent,
  RolloutState,
} from '@adaptive-delivery/plugin-release-common';
import { Quarantine, Rollout } from '../domain';

export type RolloutFilter = {
  entityRef?: string;
  decisionId?: string;
  state?: RolloutState;
  /** Only those that are not over: frozen and failed ones still hold their target. */
  active?: boolean;
};

export type PageRequest = { cursor?: string; limit: number };

/** Who waits behind whom. */
export type QueuedBehind = Map<string, Rollout>;

/** What screens and other backends read. */
export interface RolloutReadStore {
  /** Newest first. */
  list(filter: RolloutFilter, page: PageRequest): Promise<Page<Rollout>>;
  ofDecision(decisionId: string): Promise<Rollout[]>;
  /** @throws NotFoundError */
  get(id: string): Promise<Rollout>;
  /** Oldest first. */
  events(id: string): Promise<RolloutEvent[]>;
  /** For each of the targets that is busy, the rollout that holds it. */
  holders(targets: string[]): Promise<QueuedBehind>;
  /** Newest first. */
  listIncidents(
    filter: { entityRef?: string },
    page: PageRequest,
  ): Promise<Page<IncidentRecord>>;
  /** @throws NotFoundError */
  getIncident(id: string): Promise<IncidentRecord>;
  /** In force for any of the digests. */
  quarantineOf(digests: string[]): Promise<Quarantine | null>;
  ledger(page: PageRequest): Promise<Page<LedgerRow>>;
}
