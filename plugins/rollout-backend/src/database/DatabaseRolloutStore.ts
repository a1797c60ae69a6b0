import {
  DomainClock,
  appendToLedger,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import {
  Circumstances,
  Command,
  Input,
  Rollout,
  Run,
  Transition,
  digestsOf,
  occupiesTarget,
  transition,
} from '../domain';
import { eventOf } from '../domain/move';
import {
  Claim,
  Committed,
  JournalStep,
  RolloutStore,
  StepOutcome,
} from './RolloutStore';
import { claimNext } from './operations/claimNext';
import { recordIntent, recordOutcome } from './operations/journal';
import { fence, lockTransitions } from './operations/locks';
import { findQuarantine, forgetLifted } from './operations/quarantine';
import { runCommand } from './operations/runCommand';
import { writeTransition } from './operations/writeTransition';
import { RolloutRow, toRollout, toRow } from './rows';

export type DatabaseRolloutStoreOptions = {
  knex: Knex;
  clock: DomainClock;
  /** Names of the ways people are told. */
  noticeChannels: readonly string[];
};

export class DatabaseRolloutStore implements RolloutStore {
  constructor(private readonly options: DatabaseRolloutStoreOptions) {}

  async create(decisionId: string, rollouts: Rollout[]) {
    const { knex, clock } = this.options;
    return knex.transaction(async trx => {
      await lockTransitions(trx);
      const known: RolloutRow[] = await trx('rollout')
        .where({ decision_id: decisionId })
        .orderBy('seq');
      if (known.length > 0) {
        return { rollouts: known.map(toRollout), created: false };
      }
      for (const rollout of rollouts) {
        await trx('target_lock')
          .insert({
            target: rollout.target,
            epoch: 0,
            rollout_id: null,
            lease_until: 0,
          })
          .onConflict('target')
          .ignore();
        await trx('rollout').insert(toRow(rollout, 0));
        const event = eventOf(
          rollout,
          clock.now(),
          'created',
          rollout.stateReason,
          { by: 'release-decision' },
        );
        await trx('rollout_event').insert({
          rollout_id: rollout.id,
          kind: event.kind,
          body: JSON.stringify(event),
        });
        await appendToLedger(trx, {
          at: rollout.createdAt,
          kind: 'rollout.created',
          subject: rollout.id,
          payload: {
            decisionId,
            target: rollout.target,
            candidate: rollout.candidate,
            plan: rollout.plan,
          },
        });
      }
      return { rollouts, created: true };
    });
  }

  async claimNext(): Promise<Claim | null> {
    return claimNext(this.options.knex, this.options.clock.now());
  }

  async renew(claim: Claim): Promise<void> {
    await fence(this.options.knex, claim);
  }

  async intend(claim: Claim, step: JournalStep): Promise<StepOutcome | null> {
    const { knex, clock } = this.options;
    return knex.transaction(async trx => {
      await fence(trx, claim);
      return recordIntent(trx, claim, step, clock.now());
    });
  }

  async apply(
    claim: Claim,
    input: Input,
    outcome?: StepOutcome,
  ): Promise<Committed> {
    const { knex, clock, noticeChannels } = this.options;
    const { epoch, run: before } = claim;
    const now = clock.now();
    const made = await knex.transaction(async trx => {
      await fence(trx, claim);
      await lockTransitions(trx);
      const after = await this.decide(trx, before, input, now);
      if (outcome) await recordOutcome(trx, claim, outcome, now);
      await writeTransition(trx, {
        before,
        transition: after,
        now,
        epoch,
        noticeChannels,
      });
      if (!occupiesTarget(after.run.rollout)) {
        await trx('target_lock')
          .where({ target: before.rollout.target, epoch })
          .update({ rollout_id: null, lease_until: 0 });
      }
      return after;
    });
    return { claim: { epoch, run: made.run }, transition: made };
  }

  async release(claim: Claim): Promise<void> {
    await this.options
      .knex('target_lock')
      .where({ target: claim.run.rollout.target, epoch: claim.epoch })
      .update({ lease_until: 0 });
  }

  async command(rolloutId: string, command: Command): Promise<Transition> {
    const { knex, clock, noticeChannels } = this.options;
    const now = clock.now();
    return knex.transaction(trx =>
      runCommand(trx, {
        rolloutId,
        command,
        decide: (inside, run) =>
          this.decide(inside, run, { kind: 'command', command }, now),
        write: (inside, written) =>
          writeTransition(inside, { ...written, now, noticeChannels }),
      }),
    );
  }

  async forgetLifted(digests: string[]): Promise<void> {
    const { knex, clock } = this.options;
    await knex.transaction(async trx => {
      await lockTransitions(trx);
      for (const sha256 of await forgetLifted(trx, digests)) {
        await appendToLedger(trx, {
          at: clock.now(),
          kind: 'quarantine.lifted',
          subject: sha256,
          payload: { sha256 },
        });
      }
    });
  }

  async freeLeases(): Promise<void> {
    await this.options.knex('target_lock').update({ lease_until: 0 });
  }

  private async decide(
    trx: Knex.Transaction,
    run: Run,
    input: Input,
    now: Date,
  ): Promise<Transition> {
    const { clock } = this.options;
    const circumstances: Circumstances = {
      now,
      pace: clock.pace(),
      newIncidentId: randomUUID(),
      quarantined: await findQuarantine(
        trx,
        digestsOf(run.rollout.candidate),
        now,
      ),
    };
    return transition(run, input, circumstances);
  }
}
