import {
  StaleEpochError,
  TargetCapabilities,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import { InputError } from '@backstage/errors';
import { ApplyLog } from './ApplyLog';
import { TargetSpec } from './catalog';
import {
  admit,
  advance,
  ApplyEntry,
  ApplyRequest,
  initialState,
  TargetState,
} from './targetState';
import { Timeline } from './timeline';

/** What stands behind a target, where that is more than a model. */
export interface TargetRuntime {
  /** Gets everything ready that takes time or may fail; changes nothing yet. */
  prepare(state: TargetState): Promise<void>;
  /** Switches over; cannot fail. */
  commit(state: TargetState): void;
}

/** One target: its log, its state, and how writes are admitted. */
export class LabTarget {
  readonly timeline: Timeline;
  private state: TargetState;
  private readonly log: ApplyEntry[] = [];
  private readonly doneKeys = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly spec: TargetSpec,
    private readonly file: ApplyLog,
  ) {
    this.state = initialState(spec.initial);
    this.timeline = new Timeline(spec.initial);
    for (const entry of file.recovered) this.take(entry);
  }

  static async open(spec: TargetSpec, logPath: string): Promise<LabTarget> {
    return new LabTarget(spec, await ApplyLog.open(logPath));
  }

  get current(): TargetState {
    return this.state;
  }

  get applies(): readonly ApplyEntry[] {
    return this.log;
  }

  capabilities(): TargetCapabilities {
    const { exposures, os, simulated } = this.spec;
    return { exposures, os, simulated };
  }

  observe(): TargetObservation {
    const { stable, candidate, percent, epoch, lastKey } = this.state;
    return {
      stable,
      candidate,
      percent,
      epoch,
      lastKey,
      arms: {
        candidate: { track: 'candidate' },
        baseline: { track: 'baseline' },
      },
    };
  }

  /**
   * Makes the target what is desired; a key that was done before changes
   * nothing. Writes to one target happen one after the other.
   *
   * @param runtime - what to switch over; none for a model or in the past
   * @throws StaleEpochError when a newer epoch holds the target, InputError
   * when the target cannot be exposed that way.
   */
  apply(
    request: ApplyRequest,
    runtime: TargetRuntime | undefined,
  ): Promise<TargetObservation> {
    const done = this.last.then(() => this.applyNext(request, runtime));
    // A failed write must not fail the next one.
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Waits for writes under way and closes the log. */
  async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }

  private async applyNext(
    request: ApplyRequest,
    runtime: TargetRuntime | undefined,
  ): Promise<TargetObservation> {
    const { desired } = request;
    const { name, exposures } = this.spec;
    if (
      desired.kind === 'expose' &&
      !exposures.includes(desired.exposure.kind)
    ) {
      throw new InputError(
        `desired.exposure.kind: ${name} knows ${exposures.join(', ')}, not ${
          desired.exposure.kind
        }`,
      );
    }
    const admitted = admit(this.state, this.doneKeys, request);
    if (admitted === 'stale') throw new StaleEpochError(name, request.epoch);
    if (admitted === 'known') return this.observe();

    const entry: ApplyEntry = {
      ...request,
      seq: this.log.length + 1,
      effect: admitted === 'do' ? 'done' : 'fenced',
      takenAt: new Date().toISOString(),
    };
    const next = advance(this.state, entry);
    // Prepared first: a candidate that does not start leaves no trace. Logged
    // before the switch: after a crash the world comes up as it was answered.
    if (admitted === 'do') await runtime?.prepare(next);
    await this.file.append(entry);
    this.take(entry);
    if (admitted === 'do') runtime?.commit(next);
    return this.observe();
  }

  private take(entry: ApplyEntry) {
    this.state = advance(this.state, entry);
    this.timeline.add(entry);
    this.log.push(entry);
    if (entry.effect === 'done') this.doneKeys.add(entry.key);
  }
}
