import { Selector, matches } from './parseSelector';
import { SampleRing } from './SampleRing';
import { Labels, ReadableSeries, SeriesSource } from './SeriesSource';

/** Series of the last two hours at one sample a second. */
const MAX_SAMPLES = 7_200;
const RETENTION_MS = 2 * 60 * 60 * 1000;
/** Failed scrapes leave stale markers; this only bounds a scraper that died. */
const LOOKBACK_MS = 10_000;

type StoredSeries = { labels: Labels; ring: SampleRing };

/** Recorded samples in memory, bounded in time and number. */
export class SeriesStore implements SeriesSource {
  private readonly series = new Map<string, StoredSeries>();

  /** @param labels - with `__name__` */
  record(labels: Labels, time: number, value: number): void {
    const key = JSON.stringify(Object.entries(labels).sort());
    let stored = this.series.get(key);
    if (!stored) {
      this.forgetOld(time);
      stored = { labels, ring: new SampleRing(MAX_SAMPLES) };
      this.series.set(key, stored);
    }
    stored.ring.push(time, value);
  }

  /** Ends every series that carries these labels. */
  markStale(labels: Labels, time: number): void {
    const wanted = Object.entries(labels);
    for (const stored of this.series.values()) {
      if (wanted.every(([name, value]) => stored.labels[name] === value)) {
        stored.ring.push(time, NaN);
      }
    }
  }

  select(selector: Selector, start: number, end: number): ReadableSeries[] {
    return [...this.series.values()]
      .filter(({ labels, ring }) => {
        const newest = ring.newestTime;
        const oldest = ring.oldestTime;
        return (
          matches(selector, labels) &&
          newest !== undefined &&
          oldest !== undefined &&
          newest + LOOKBACK_MS > start &&
          oldest <= end
        );
      })
      .map(({ labels, ring }) => ({
        labels,
        at: time => ring.at(time, LOOKBACK_MS),
      }));
  }

  private forgetOld(now: number) {
    for (const [key, { ring }] of this.series) {
      if ((ring.newestTime ?? 0) < now - RETENTION_MS) this.series.delete(key);
    }
  }
}
