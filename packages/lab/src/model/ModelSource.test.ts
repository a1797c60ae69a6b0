import fc from 'fast-check';
import { evaluateRange } from '../prometheus/evaluate';
import { targetSpecs } from '../targets/catalog';
import { FaultProfile } from '../targets/faults';
import { Timeline } from '../targets/timeline';
import { ApplyEntry } from '../targets/targetState';
import { ModelSource } from './ModelSource';
import { kioskFleetModel, paymentsModel, printerDriverModel } from './models';

const T0 = Date.parse('2026-11-20T08:00:00Z');
const MINUTE = 60_000;
const models = [paymentsModel, kioskFleetModel, printerDriverModel];
const candidate = { version: '9.0.0', sha256: ['c'.repeat(64)] };

function entry(
  seq: number,
  at: number,
  percent: number | 'promote',
): ApplyEntry {
  return {
    seq,
    desired:
      percent === 'promote'
        ? { kind: 'promote', candidate }
        : {
            kind: 'expose',
            candidate,
            exposure: { kind: 'weight', percent },
          },
    epoch: 1,
    key: `k${seq}`,
    at: new Date(at).toISOString(),
    effect: 'done',
    takenAt: new Date(0).toISOString(),
  };
}

/** Stable from ever, the candidate from T0 + 10 min, promoted at T0 + 30 min. */
function sourceOf(
  index: number,
  options: {
    seed?: number;
    faults?: FaultProfile;
    percent?: number;
    until?: number;
  } = {},
) {
  const spec = targetSpecs[index];
  const timeline = new Timeline(spec.initial);
  timeline.add(entry(1, T0 + 10 * MINUTE, options.percent ?? 5));
  timeline.add(entry(2, T0 + 30 * MINUTE, 'promote'));
  return new ModelSource({
    target: spec.name,
    component: spec.component,
    model: models[index],
    timeline,
    seed: options.seed ?? 1,
    faults: track => (track === 'candidate' ? options.faults ?? {} : {}),
    until: () => options.until ?? Infinity,
  });
}

function query(source: ModelSource, name: string, track: string, step = 2) {
  const [series, ...others] = evaluateRange(source, {
    selector: { name, matchers: [{ label: 'track', value: track }] },
    start: T0,
    end: T0 + 29 * MINUTE,
    step: step * 1000,
  });
  expect(others).toEqual([]);
  return series?.values ?? [];
}

const mean = (values: Array<[number, string]>) =>
  values.reduce((sum, [, v]) => sum + Number(v), 0) / values.length;

describe('the models', () => {
  it('give the same series however the range is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 1, max: 40 }),
        (index, offset, step) => {
          const ask = (start: number, every: number) =>
            evaluateRange(sourceOf(index), {
              selector: {
                name: 'release_track:memory_bytes:mean',
                matchers: [],
              },
              start,
              end: T0 + 12 * MINUTE,
              step: every * 1000,
            });
          const fine = new Map(
            ask(T0 + offset * 1000, 1).flatMap(series =>
              series.values.map(([time, value]) => [
                `${series.metric.track} ${time}`,
                value,
              ]),
            ),
          );
          for (const series of ask(T0 + offset * 1000, step)) {
            for (const [time, value] of series.values) {
              expect(fine.get(`${series.metric.track} ${time}`)).toBe(value);
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('follow seed and version', () => {
    const name = 'release_track:memory_bytes:mean';
    const one = query(sourceOf(0), name, 'baseline');
    expect(query(sourceOf(0), name, 'baseline')).toEqual(one);
    expect(query(sourceOf(0, { seed: 2 }), name, 'baseline')).not.toEqual(one);
  });

  it('begin a candidate at its exposure, end it at its promotion, and go on as baseline', () => {
    const all = evaluateRange(sourceOf(1), {
      selector: { name: 'release_track:heartbeats:rate', matchers: [] },
      start: T0,
      end: T0 + 40 * MINUTE,
      step: MINUTE,
    });
    const spans = all.map(({ metric, values }) => [
      metric.track,
      metric.version,
      (values[0][0] * 1000 - T0) / MINUTE,
      (values[values.length - 1][0] * 1000 - T0) / MINUTE,
    ]);
    expect(spans).toEqual([
      ['baseline', '5.2.1', 0, 29],
      ['baseline', '9.0.0', 30, 40],
      ['candidate', '9.0.0', 10, 29],
    ]);
  });

  it('split the traffic by exposure', () => {
    const rates = [0, 1, 2].map(index => {
      const source = sourceOf(index, { percent: 20 });
      const name = [
        'release_track:requests:rate',
        'release_track:heartbeats:rate',
        'release_track:operations:rate',
      ][index];
      const both = query(source, name, 'candidate');
      const alone = query(source, name, 'baseline').slice(0, 250);
      return mean(both) / mean(alone);
    });
    for (const ratio of rates) expect(ratio).toBeCloseTo(0.2, 1);
  });

  it('show each fault where the profile looks for it', () => {
    const of = (index: number, faults: FaultProfile, name: string) =>
      mean(query(sourceOf(index, { faults, percent: 50 }), name, 'candidate'));
    const errorRatio = (
      index: number,
      faults: FaultProfile,
      a: string,
      b: string,
    ) => of(index, faults, a) / of(index, faults, b);
    expect(
      errorRatio(
        0,
        { errorRate: 0.2 },
        'release_track:errors:rate',
        'release_track:requests:rate',
      ),
    ).toBeCloseTo(0.2, 1);
    expect(
      errorRatio(
        1,
        { errorRate: 0.1 },
        'release_track:boot_failures:rate',
        'release_track:boots:rate',
      ),
    ).toBeCloseTo(0.1, 1);
    expect(
      errorRatio(
        2,
        { errorRate: 0.1 },
        'release_track:operation_errors:rate',
        'release_track:operations:rate',
      ),
    ).toBeCloseTo(0.1, 1);
    expect(
      of(0, { latencyMs: 250 }, 'release_track:latency_seconds:p95'),
    ).toBeCloseTo(0.3, 2);
    for (const index of [0, 1, 2]) {
      expect(
        query(
          sourceOf(index, { faults: { noData: true } }),
          'release_track:memory_bytes:mean',
          'candidate',
        ),
      ).toEqual([]);
    }
  });

  it('know no future', () => {
    const values = query(
      sourceOf(0, { until: T0 + MINUTE }),
      'release_track:requests:rate',
      'baseline',
    );
    expect(values[values.length - 1][0] * 1000).toBeLessThan(T0 + MINUTE);
    expect(values).toHaveLength(30);
  });
});
