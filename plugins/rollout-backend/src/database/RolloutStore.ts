import {
  DesiredState,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import { Command, Input, Rollout, Run, Transition } from '../domain';

/** The right to work on a rollout: it ends when a newer epoch is given out. */
export type Claim = { run: Run; epoch: number };

/** A claim was overtaken by a newer one: whoever holds it must stop. */
export class LostClaimError extends Error {
  readonly name = 'LostClaimError';

  constructor(rolloutId: string, epoch: number) {
    super(`Rollout ${rolloutId} is no longer held with epoch ${epoch}`);
  }
}

/** One write to a target as the journal keeps it. */
export type JournalStep = {
  /** Unique within the rollout. */
  name: string;
  /** The target does a key once. */
  key: string;
  desired: DesiredState;
};

/** What came of a step of the journal. */
export type StepOutcome = { name: string; observation: TargetObservation };

/** A change that is in the database now. */
export type Committed = { claim: Claim; transition: Transition };

/**
 * The journal. Everything that is written under a claim is written where the
 * epoch still is the claim's.
 */
export interface RolloutStore {
  /**
   * Stores the rollouts of a decision; when there are some already, gives
   * those and changes nothing.
   */
  create(
    decisionId: string,
    rollouts: Rollout[],
  ): Promise<{ rollouts: Rollout[]; created: boolean }>;

  /** Claims one rollout that is due, on a target that is free or its own. */
  claimNext(): Promise<Claim | null>;

  /**
   * Makes the lease last again.
   *
   * @throws LostClaimError
   */
  renew(claim: Claim): Promise<void>;

  /**
   * Records what is about to be done to the target.
   *
   * @returns what came of it when it has been done before
   * @throws LostClaimError
   */
  intend(claim: Claim, step: JournalStep): Promise<StepOutcome | null>;

  /**
   * Makes a transition, with all that comes of it, in one transaction.
   *
   * @throws LostClaimError
   */
  apply(claim: Claim, input: Input, outcome?: StepOutcome): Promise<Committed>;

  /** Lets others work on the rollout at once. */
  release(claim: Claim): Promise<void>;

  /**
   * Makes a transition that a person asked for. Raises the epoch, so that
   * whoever is at work on the rollout stops.
   *
   * @throws NotFoundError, ConflictError
   */
  command(rolloutId: string, command: Command): Promise<Transition>;

  /** Decide lists none of these digests as quarantined: forgets what was lifted. */
  forgetLifted(digests: string[]): Promise<void>;

  /** For the only process of a database: nobody else can be at work. */
  freeLeases(): Promise<void>;
}
