import { DomainClock } from '@adaptive-delivery/plugin-release-node';

type Replay = {
  /** Domain time at `since`, both in ms. */
  base: number;
  since: number;
  pace: number;
};

/**
 * The domain clock of a portal with a lab. It starts in the past and runs fast
 * (`replay`) while the past is made, or is the system's clock (`live`). It
 * never goes back, never passes the system's time, and from live there is no
 * way back to replay.
 */
export class LabClock implements DomainClock {
  private replay: Replay | undefined;
  private last = -Infinity;

  private constructor(
    private readonly systemTime: () => number,
    replay: Replay | undefined,
  ) {
    this.replay = replay;
  }

  static live(systemTime: () => number = Date.now): LabClock {
    return new LabClock(systemTime, undefined);
  }

  /** @param start - domain time to begin at, before the system's time */
  static replay(
    start: Date,
    pace: number,
    systemTime: () => number = Date.now,
  ): LabClock {
    return new LabClock(systemTime, {
      base: start.getTime(),
      since: systemTime(),
      pace,
    });
  }

  get isLive(): boolean {
    return this.replay === undefined;
  }

  now(): Date {
    return new Date(this.time());
  }

  pace(): number {
    return this.replay?.pace ?? 1;
  }

  /** Changes how fast replay runs from now on. */
  setPace(pace: number): void {
    if (!(pace > 0)) throw new Error(`${pace} is not a pace`);
    this.rebase(this.time(), pace);
  }

  /** Jumps ahead; a time that has passed already changes nothing. */
  jumpTo(time: Date): void {
    const { pace } = this.inReplay();
    this.rebase(Math.max(this.time(), time.getTime()), pace);
  }

  goLive(): void {
    this.inReplay();
    this.time();
    this.replay = undefined;
  }

  private time(): number {
    const system = this.systemTime();
    const time = this.replay
      ? Math.min(
          system,
          this.replay.base + (system - this.replay.since) * this.replay.pace,
        )
      : system;
    this.last = Math.max(this.last, time);
    return this.last;
  }

  private rebase(base: number, pace: number) {
    this.inReplay();
    this.replay = { base, since: this.systemTime(), pace };
    this.time();
  }

  private inReplay(): Replay {
    if (!this.replay) throw new Error('The clock is live; it stays so');
    return this.replay;
  }
}
