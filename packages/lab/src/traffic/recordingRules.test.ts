import { parseExposition } from '../prometheus/exposition';
import { ServiceMetrics } from '../service/ServiceMetrics';
import {
  histogramQuantile,
  readScrape,
  recordingRules,
} from './recordingRules';

describe('histogramQuantile', () => {
  const buckets = [
    { le: 0.1, count: 10 },
    { le: 0.2, count: 30 },
    { le: 0.4, count: 40 },
    { le: Infinity, count: 40 },
  ];

  // By Prometheus' own rule: linear within the bucket that holds the rank.
  it.each([
    [0.25, 0.1],
    [0.5, 0.15],
    [0.75, 0.2],
    [0.95, 0.36],
    [1, 0.4],
  ])('gives the %d quantile as %d', (quantile, expected) => {
    expect(histogramQuantile(quantile, buckets)).toBeCloseTo(expected, 12);
  });

  it('gives the highest bound when the rank lies above it, and nothing for nothing', () => {
    expect(
      histogramQuantile(0.95, [
        { le: 1, count: 1 },
        { le: Infinity, count: 10 },
      ]),
    ).toBe(1);
    expect(
      histogramQuantile(0.95, [{ le: Infinity, count: 0 }]),
    ).toBeUndefined();
    expect(histogramQuantile(0.95, [])).toBeUndefined();
  });
});

describe('recordingRules', () => {
  const metrics = new ServiceMetrics('2.0.0');
  const scrapeAt = (time: number) =>
    readScrape(parseExposition(metrics.expose()), time);
  const answer = (code: number, seconds: number) =>
    metrics.answered({ path: '/orders', code, seconds, cpuSeconds: 0.001 });

  it('tells rates, p95, orders per request and CPU of the last two seconds only', () => {
    for (let i = 0; i < 1_000; i++) answer(500, 4);
    const scrapes = [scrapeAt(0), scrapeAt(1_000)];
    for (let i = 0; i < 30; i++) {
      answer(i < 3 ? 503 : 200, 0.0495);
      if (i >= 3) metrics.ordered();
    }
    scrapes.push(scrapeAt(2_000));
    for (let i = 0; i < 10; i++) {
      answer(200, 0.0495);
      metrics.ordered();
    }
    scrapes.push(scrapeAt(3_010));

    const series = recordingRules(scrapes);
    expect(series['release_track:requests:rate']).toBeCloseTo(40 / 2.01, 6);
    expect(series['release_track:errors:rate']).toBeCloseTo(3 / 2.01, 6);
    expect(series['release_track:orders:rate']).toBeCloseTo(37 / 40, 6);
    expect(series['release_track:cpu_cores:mean']).toBeCloseTo(0.1, 6);
    expect(series['release_track:latency_seconds:p95']).toBeGreaterThan(0.0475);
    expect(series['release_track:latency_seconds:p95']).toBeLessThan(0.05);
    expect(series['release_track:memory_bytes:mean']).toBeGreaterThan(1e6);
  });

  it('leaves out what nobody can tell without requests', () => {
    const idle = [scrapeAt(10_000), scrapeAt(11_000), scrapeAt(12_000)];
    const series = recordingRules(idle);
    expect(series['release_track:requests:rate']).toBe(0);
    expect(Object.keys(series).sort()).toEqual([
      'release_track:errors:rate',
      'release_track:memory_bytes:mean',
      'release_track:requests:rate',
    ]);
  });
});
