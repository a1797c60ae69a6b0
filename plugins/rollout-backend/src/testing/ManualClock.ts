import { DomainClock } from '@adaptive-delivery/plugin-release-node';

/** Domain time that stands still until it is moved. */
export class ManualClock implements DomainClock {
  private time: number;

  constructor(start = '2026-11-23T10:00:00.000Z') {
    this.time = Date.parse(start);
  }

  now() {
    return new Date(this.time);
  }

  pace() {
    return 1;
  }

  advance(seconds: number) {
    this.time += seconds * 1000;
  }

  moveTo(time: Date) {
    this.time = Math.max(this.time, time.getTime());
  }
}
