/**
 * Samples of one series, oldest first, at most `capacity` of them. NaN is a
 * stale marker: from its time on there is no value, as in Prometheus.
 */
export class SampleRing {
  private times: Float64Array;
  private values: Float64Array;
  private first = 0;
  private length = 0;

  constructor(private readonly capacity: number) {
    const size = Math.min(capacity, 64);
    this.times = new Float64Array(size);
    this.values = new Float64Array(size);
  }

  get newestTime(): number | undefined {
    return this.length ? this.timeOf(this.length - 1) : undefined;
  }

  get oldestTime(): number | undefined {
    return this.length ? this.timeOf(0) : undefined;
  }

  /** Samples that are not later than the newest are left out. */
  push(time: number, value: number): void {
    const newest = this.newestTime;
    if (newest !== undefined && time <= newest) return;
    if (this.length === this.times.length && this.length < this.capacity) {
      this.grow();
    }
    const size = this.times.length;
    const index = (this.first + this.length) % size;
    this.times[index] = time;
    this.values[index] = value;
    if (this.length < size) this.length++;
    else this.first = (this.first + 1) % size;
  }

  /** The newest sample that is not after `time` and younger than `lookbackMs`. */
  at(time: number, lookbackMs: number): number | undefined {
    let low = -1;
    let high = this.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.timeOf(middle) <= time) low = middle;
      else high = middle - 1;
    }
    if (low < 0 || this.timeOf(low) <= time - lookbackMs) return undefined;
    const value = this.values[(this.first + low) % this.values.length];
    return Number.isNaN(value) ? undefined : value;
  }

  private timeOf(position: number) {
    return this.times[(this.first + position) % this.times.length];
  }

  private grow() {
    const size = Math.min(this.capacity, this.times.length * 2);
    const times = new Float64Array(size);
    const values = new Float64Array(size);
    for (let i = 0; i < this.length; i++) {
      const index = (this.first + i) % this.times.length;
      times[i] = this.times[index];
      values[i] = this.values[index];
    }
    this.times = times;
    this.values = values;
    this.first = 0;
  }
}
