import {
  DeployTarget,
  DeployTargetProvider,
  DesiredState,
  Fence,
} from '@adaptive-delivery/plugin-release-node';
import { withTimeout } from './withTimeout';

/** No installed module drives this kind of target. */
export class UnknownDriverError extends Error {
  readonly name = 'UnknownDriverError';

  constructor(target: string, installed: string[]) {
    super(
      `No driver "${target.split(':')[0]}" is installed for ${target}; ` +
        `installed: ${
          installed.join(', ') || 'none'
        }. Add the backend module ` +
        'that brings it, or correct the annotation of the component.',
    );
  }
}

/** Finds the target that a reference names, and holds every call to a time. */
export class TargetRegistry {
  constructor(
    private readonly providers: ReadonlyMap<string, DeployTargetProvider>,
    private readonly timeoutMs: number,
  ) {}

  /** @throws UnknownDriverError */
  get(ref: string): DeployTarget {
    const colon = ref.indexOf(':');
    const provider = this.providers.get(ref.slice(0, colon));
    if (!provider) {
      throw new UnknownDriverError(ref, [...this.providers.keys()]);
    }
    const target = provider.target(ref.slice(colon + 1));
    const bounded = <T>(work: Promise<T>, asked: string) =>
      withTimeout(
        work,
        this.timeoutMs,
        `${ref} did not ${asked} within ${this.timeoutMs / 1000} s`,
      );
    return {
      capabilities: () => bounded(target.capabilities(), 'say what it can do'),
      observe: () => bounded(target.observe(), 'say what it runs'),
      apply: (desired: DesiredState, fence: Fence) =>
        bounded(target.apply(desired, fence), `take ${desired.kind}`),
    };
  }
}
