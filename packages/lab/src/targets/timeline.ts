import { Release } from '@adaptive-delivery/plugin-release-node';
import { ApplyEntry, deployed } from './targetState';

/** What ran on a target from `from` (ms since 1970) until the next segment. */
export type Segment = {
  from: number;
  stable: Release;
  candidate: Release | null;
  percent: number;
};

/** The deployments of a target by domain time, oldest first. */
export class Timeline {
  private readonly segments: Segment[];

  constructor(initial: Release) {
    this.segments = [
      { from: -Infinity, stable: initial, candidate: null, percent: 0 },
    ];
  }

  add(entry: ApplyEntry): void {
    if (entry.effect !== 'done') return;
    const last = this.segments[this.segments.length - 1];
    // Two replicas' clocks may differ a little; time never runs back here.
    const from = Math.max(Date.parse(entry.at), last.from);
    this.segments.push({ from, ...deployed(last, entry.desired) });
  }

  /** The segment in force at a time. */
  at(time: number): Segment {
    return this.segments[this.indexAt(time)];
  }

  /** The segments in force at some time from `start` to `end`. */
  between(start: number, end: number): Segment[] {
    return this.segments.slice(this.indexAt(start), this.indexAt(end) + 1);
  }

  private indexAt(time: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.segments[middle].from <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
