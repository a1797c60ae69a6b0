import { ReleaseSignal } from '@adaptive-delivery/plugin-release-common';
import { publishReleaseSignal } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Rollout, Transition } from '../domain';

/** Hints to open pages what has changed, after it is in the database. */
export class Announcer {
  constructor(
    private readonly deps: { signals: SignalsService; logger: LoggerService },
  ) {}

  async changed({ run, effects }: Transition): Promise<void> {
    const { rollout, incident } = run;
    await this.send(rollout, 'rollout', rollout.id);
    if (incident) await this.send(rollout, 'incident', incident.incidentId);
    if (incident && effects.some(effect => effect.kind === 'quarantine')) {
      await this.send(rollout, 'quarantine', incident.incidentId);
    }
  }

  async created(rollouts: Rollout[]): Promise<void> {
    for (const rollout of rollouts) {
      await this.send(rollout, 'rollout', rollout.id);
    }
  }

  /** A hint that is lost costs nothing but a slower page. */
  private async send(
    rollout: Rollout,
    kind: ReleaseSignal['kind'],
    id: string,
  ): Promise<void> {
    try {
      await publishReleaseSignal(this.deps.signals, {
        entityRef: rollout.entityRef,
        kind,
        id,
      });
    } catch (error) {
      this.deps.logger.warn(
        `Open pages could not be told about ${kind} ${id}: ${error}`,
      );
    }
  }
}
