import { messageOf, occupiesTarget } from '../../domain';
import { RunnerDeps } from './RunnerDeps';
import { Session } from './Session';
import { runPlaybook } from './runPlaybook';
import { applyExposure, applyPromotion } from './runStep';
import { startRollout } from './startRollout';
import { takeLook } from './takeLook';

/**
 * Claims what is due and works on it, several rollouts at a time. It keeps
 * nothing in memory between two rounds: the database says what is due.
 */
export class RolloutRunner {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly deps: RunnerDeps) {}

  /** Begins one rollout's work; false when nothing is due. */
  async round(): Promise<boolean> {
    if (this.underWay.size >= this.deps.concurrency) {
      await Promise.race(this.underWay);
      return true;
    }
    const claim = await this.deps.store.claimNext();
    if (!claim) return false;
    const { store, changed } = this.deps;
    const work = this.work(new Session(store, claim, changed)).finally(() =>
      this.underWay.delete(work),
    );
    this.underWay.add(work);
    return true;
  }

  /** Waits for what is under way. */
  async drain(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async work(session: Session): Promise<void> {
    const { clock, logger } = this.deps;
    try {
      do {
        await this.attempt(session);
      } while (isDue(session, clock.now()));
      await session.release();
    } catch (error) {
      if (error instanceof Error && error.name === 'LostClaimError') {
        logger.info(`${error.message}; the newer holder goes on.`);
        return;
      }
      // The lease stays and runs out, which is the wait before the next try.
      logger.error(
        `Rollout ${session.rollout.id} could not be worked on: ${
          error instanceof Error ? error.stack ?? error.message : error
        }`,
      );
    }
  }

  /** One try of what is next; what fails outside makes the rollout hold. */
  private async attempt(session: Session): Promise<void> {
    try {
      await this.next(session);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === 'LostClaimError') throw error;
      if (error.name === 'ForeignEpochError' && 'epoch' in error) {
        this.deps.logger.warn(
          `Rollout ${session.rollout.id} stops: ${error.message}`,
        );
        await session.apply({
          kind: 'foreignEpoch',
          epoch: Number(error.epoch),
        });
        return;
      }
      const reason = messageOf(error);
      this.deps.logger.warn(`Rollout ${session.rollout.id} holds: ${reason}`);
      await session.apply({ kind: 'held', reason: sentence(reason) });
    }
  }

  private async next(session: Session): Promise<void> {
    const { state } = session.rollout;
    switch (state) {
      case 'pending':
        return startRollout(session, this.deps);
      case 'applying':
        return applyExposure(session, this.deps);
      case 'baking':
      case 'judging':
        return takeLook(session, this.deps);
      case 'promoting':
        return applyPromotion(session, this.deps);
      case 'rollingBack':
        return runPlaybook(session, this.deps);
      default:
        throw new Error(`nothing is to be done for a rollout that is ${state}`);
    }
  }
}

function isDue({ rollout }: Session, now: Date): boolean {
  return (
    occupiesTarget(rollout) && rollout.dueAt !== null && rollout.dueAt <= now
  );
}

function sentence(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
