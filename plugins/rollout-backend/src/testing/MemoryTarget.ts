import {
  DeployTarget,
  DeployTargetProvider,
  DesiredState,
  Fence,
  Release,
  StaleEpochError,
  TargetCapabilities,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import { STABLE } from './fixtures';

/** One change that the target has made. */
export type Effect = { key: string; epoch: number; desired: DesiredState };

/**
 * How applies go wrong: `refuse` fails without an effect, `late` has the effect
 * and then fails, `hang` has none and never answers.
 */
export type Trouble = 'refuse' | 'late' | 'hang';

export type TargetState = {
  observation: TargetObservation;
  doneKeys: string[];
  effects: Effect[];
};

/** A target of one thing that keeps the contract of `DeployTarget` to the letter. */
export class MemoryTarget implements DeployTarget {
  /** Taken one by one by the next applies. */
  readonly troubles: Trouble[] = [];
  /** Awaited by an apply before it looks at its fence. */
  beforeApply: (fence: Fence) => Promise<void> = async () => {};
  canBeAsked = true;
  returnsToStable = true;
  abilities: TargetCapabilities = {
    exposures: ['weight'],
    os: 'linux',
    simulated: true,
  };

  constructor(
    protected state: TargetState = {
      observation: {
        stable: STABLE,
        candidate: null,
        percent: 0,
        epoch: 0,
        lastKey: null,
        arms: {
          candidate: { track: 'candidate' },
          baseline: { track: 'baseline' },
        },
      },
      doneKeys: [],
      effects: [],
    },
  ) {}

  get effects(): Effect[] {
    return this.state.effects;
  }

  get current(): TargetObservation {
    return this.state.observation;
  }

  /** As if somebody changed it from outside. */
  tamper(changes: Partial<TargetObservation>) {
    this.state.observation = { ...this.state.observation, ...changes };
  }

  async capabilities() {
    return this.abilities;
  }

  async observe() {
    if (!this.canBeAsked) throw new Error('the target does not answer');
    return this.state.observation;
  }

  async apply(desired: DesiredState, fence: Fence) {
    const trouble = this.troubles.shift();
    if (trouble === 'hang') return new Promise<never>(() => {});
    if (trouble === 'refuse') throw new Error('the target is out of order');
    await this.beforeApply(fence);
    if (fence.epoch < this.state.observation.epoch) {
      throw new StaleEpochError('memory', fence.epoch);
    }
    this.take(desired, fence);
    if (trouble === 'late') throw new Error('the connection was lost');
    return this.state.observation;
  }

  protected take(desired: DesiredState, { epoch, key }: Fence) {
    const { doneKeys, effects, observation } = this.state;
    const known = doneKeys.includes(key);
    this.state = {
      doneKeys: known ? doneKeys : [...doneKeys, key],
      effects: known ? effects : [...effects, { key, epoch, desired }],
      observation: known
        ? { ...observation, epoch }
        : { ...this.after(desired), epoch, lastKey: key },
    };
  }

  private after(desired: DesiredState): TargetObservation {
    const before = this.state.observation;
    const alone = (stable: Release | null) => ({
      ...before,
      stable,
      candidate: null,
      percent: 0,
    });
    switch (desired.kind) {
      case 'expose':
        return {
          ...before,
          candidate: desired.candidate,
          percent: desired.exposure.percent,
        };
      case 'promote':
        return alone(desired.candidate);
      default:
        return this.returnsToStable ? alone(before.stable) : before;
    }
  }
}

export class MemoryProvider implements DeployTargetProvider {
  readonly driver = 'memory';
  readonly targets = new Map<string, MemoryTarget>();

  target(name: string): MemoryTarget {
    const target = this.targets.get(name) ?? new MemoryTarget();
    this.targets.set(name, target);
    return target;
  }
}
