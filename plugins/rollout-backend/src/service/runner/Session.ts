import { Input, Run, Transition } from '../../domain';
import { Claim, JournalStep, RolloutStore, StepOutcome } from '../../database';

/** One worker's hold on one rollout, from claim to release. */
export class Session {
  constructor(
    private readonly store: RolloutStore,
    private claim: Claim,
    private readonly changed: (transition: Transition) => Promise<void>,
  ) {}

  get run(): Run {
    return this.claim.run;
  }

  get rollout() {
    return this.claim.run.rollout;
  }

  get epoch() {
    return this.claim.epoch;
  }

  /** @throws LostClaimError */
  async apply(input: Input, outcome?: StepOutcome): Promise<void> {
    const { claim, transition } = await this.store.apply(
      this.claim,
      input,
      outcome,
    );
    this.claim = claim;
    await this.changed(transition);
  }

  /** @throws LostClaimError */
  async intend(step: JournalStep): Promise<StepOutcome | null> {
    return this.store.intend(this.claim, step);
  }

  /** @throws LostClaimError */
  async renew(): Promise<void> {
    await this.store.renew(this.claim);
  }

  /**
   * Calls something outside, which may take as long as a lease lasts.
   *
   * @throws LostClaimError, and what the call throws
   */
  async outside<T>(call: () => Promise<T>): Promise<T> {
    await this.renew();
    return call();
  }

  async release(): Promise<void> {
    await this.store.release(this.claim);
  }
}
