import { ExposedSample } from '../prometheus/exposition';

/** What one scrape of a service process says, added up over its labels. */
export type Scrape = {
  /** ms since 1970. */
  time: number;
  requests: number;
  errors: number;
  orders: number;
  requestCpuSeconds: number;
  memoryBytes: number;
  /** Cumulative counts by upper bound in seconds, ascending. */
  buckets: ReadonlyArray<{ le: number; count: number }>;
};

/** What the recording rules look back over: two scrapes. */
export const WINDOW_MS = 2_000;
/** Scrapes do not come to the millisecond. */
const SLACK_MS = 300;
/** CPU is given as what a pod would use that has this many requests per second. */
const POD_REQUESTS_PER_SECOND = 100;

function sum(
  samples: readonly ExposedSample[],
  name: string,
  keep: (labels: Record<string, string>) => boolean = () => true,
) {
  return samples
    .filter(sample => sample.name === name && keep(sample.labels))
    .reduce((total, sample) => total + sample.value, 0);
}

export function readScrape(
  samples: readonly ExposedSample[],
  time: number,
): Scrape {
  const buckets = new Map<number, number>();
  for (const { name, labels, value } of samples) {
    if (name !== 'http_request_duration_seconds_bucket') continue;
    const le = labels.le === '+Inf' ? Infinity : Number(labels.le);
    buckets.set(le, (buckets.get(le) ?? 0) + value);
  }
  return {
    time,
    requests: sum(samples, 'http_requests_total'),
    errors: sum(samples, 'http_requests_total', ({ code }) =>
      code.startsWith('5'),
    ),
    orders: sum(samples, 'orders_total'),
    requestCpuSeconds: sum(samples, 'http_request_cpu_seconds_total'),
    memoryBytes: sum(samples, 'process_resident_memory_bytes'),
    buckets: [...buckets]
      .map(([le, count]) => ({ le, count }))
      .sort((a, b) => a.le - b.le),
  };
}

/**
 * The quantile of a cumulative histogram by linear interpolation within its
 * bucket, as Prometheus' `histogram_quantile` gives it; undefined without
 * observations.
 */
export function histogramQuantile(
  quantile: number,
  buckets: ReadonlyArray<{ le: number; count: number }>,
): number | undefined {
  const total = buckets[buckets.length - 1]?.count ?? 0;
  if (total <= 0) return undefined;
  const rank = quantile * total;
  const index = buckets.findIndex(bucket => bucket.count >= rank);
  const { le, count } = buckets[index];
  const below = index > 0 ? buckets[index - 1] : { le: 0, count: 0 };
  if (le === Infinity) return below.le;
  return (
    below.le + (le - below.le) * ((rank - below.count) / (count - below.count))
  );
}

/**
 * The recording-rule series at the time of the last scrape, from the scrapes
 * of one process, oldest first. Orders are given per request, and CPU as the
 * cores that a pod with 100 requests a second would use, because the arms
 * have different shares of the traffic. Series that cannot be told, such as
 * a quantile of nothing, are left out.
 */
export function recordingRules(
  scrapes: readonly Scrape[],
): Record<string, number> {
  const last = scrapes[scrapes.length - 1];
  const from =
    scrapes.find(s => s.time >= last.time - WINDOW_MS - SLACK_MS) ?? last;
  const series: Record<string, number> = {
    'release_track:memory_bytes:mean': last.memoryBytes,
  };
  const seconds = (last.time - from.time) / 1000;
  if (seconds <= 0) return series;
  const requests = last.requests - from.requests;
  series['release_track:requests:rate'] = requests / seconds;
  series['release_track:errors:rate'] = (last.errors - from.errors) / seconds;
  if (requests > 0) {
    series['release_track:orders:rate'] =
      (last.orders - from.orders) / requests;
    series['release_track:cpu_cores:mean'] =
      (POD_REQUESTS_PER_SECOND *
        (last.requestCpuSeconds - from.requestCpuSeconds)) /
      requests;
  }
  const p95 = histogramQuantile(
    0.95,
    last.buckets.map(({ le, count }, index) => ({
      le,
      count: count - (from.buckets[index]?.count ?? 0),
    })),
  );
  if (p95 !== undefined) series['release_track:latency_seconds:p95'] = p95;
  return series;
}
