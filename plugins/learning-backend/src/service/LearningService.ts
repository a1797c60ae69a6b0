import {
  ContractError,
  ExampleRequest,
  LearningHealth,
  LedgerRow,
  Page,
  PolicyOutcomes,
} from '@adaptive-delivery/plugin-release-common';
import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { ExampleStore, PageRequest } from '../database';
import { Merged, bandHealth } from '../domain';

/** Joins decisions with what came of them, and tells how they did. */
export class LearningService {
  constructor(
    private readonly deps: { store: ExampleStore; clock: DomainClock },
  ) {}

  /**
   * Keeps a decision, and its outcome once there is one.
   *
   * @throws ContractError when the ids differ, ConflictError for another
   * decision under the id or an impossible outcome.
   */
  async tell(decisionId: string, told: ExampleRequest): Promise<Merged> {
    if (told.decision.decisionId !== decisionId) {
      throw new ContractError('request body', [
        {
          path: 'decision.decisionId',
          message: `is ${told.decision.decisionId}, but the address says ${decisionId}`,
        },
      ]);
    }
    return this.deps.store.merge(told, this.deps.clock.now());
  }

  async outcomes(page: PageRequest): Promise<Page<PolicyOutcomes>> {
    return this.deps.store.outcomes(page);
  }

  async health(): Promise<LearningHealth> {
    const { since, counts } = await this.deps.store.counts();
    return { since, bands: bandHealth(counts) };
  }

  async ledger(page: PageRequest): Promise<Page<LedgerRow>> {
    return this.deps.store.ledger(page);
  }
}
