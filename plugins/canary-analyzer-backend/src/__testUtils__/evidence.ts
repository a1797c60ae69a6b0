import {
  AnalysisMetric,
  AnalysisProfile,
} from '@adaptive-delivery/plugin-release-common';
import { Evidence, PerArm, SeriesAnswer, perArm } from '../judge/types';

export const STEP_SECONDS = 5;
export const WINDOW = {
  start: new Date('2026-11-23T15:00:00Z'),
  end: new Date('2026-11-23T15:05:00Z'),
};
export const SLOTS = 60;

/** Times of the slots of `WINDOW`, in milliseconds. */
export const slotTimes = Array.from(
  { length: SLOTS },
  (_, i) => WINDOW.start.getTime() + (i + 1) * STEP_SECONDS * 1000,
);

/** An answer with these values from the window's first slot on; null is a gap. */
export function answer(values: ReadonlyArray<number | null>): SeriesAnswer {
  const present = values.flatMap((value, i) =>
    value === null ? [] : [[slotTimes[i], value] as const],
  );
  return {
    kind: 'answered',
    series: present.length
      ? { times: present.map(([t]) => t), values: present.map(([, v]) => v) }
      : null,
  };
}

export const flat = (value: number | null) =>
  new Array<number | null>(SLOTS).fill(value);
export const silent = answer([]);
export const broken: SeriesAnswer = {
  kind: 'unavailable',
  reason: 'Prometheus at http://prom is unavailable: connection refused',
};

/** Rates that count `total` over the window. */
export const rateOf = (total: number) =>
  answer(flat(total / (SLOTS * STEP_SECONDS)));

/** The same values for both arms. */
export const both = <T>(value: T): PerArm<T> => perArm(() => value);

export function ratioMetric(
  over: Partial<Extract<AnalysisMetric, { kind: 'ratio' }>> = {},
): Extract<AnalysisMetric, { kind: 'ratio' }> {
  return {
    kind: 'ratio',
    name: 'errorRatio',
    title: 'Error ratio',
    unit: 'ratio',
    direction: 'lowerIsBetter',
    criticality: 'critical',
    practicalEffect: { absolute: 0.005 },
    alpha: 0.01,
    numerator: 'release_track:errors:rate{ {{labels}} }',
    denominator: 'release_track:requests:rate{ {{labels}} }',
    ...over,
  };
}

export function meanMetric(
  over: Partial<Extract<AnalysisMetric, { kind: 'mean' }>> = {},
): Extract<AnalysisMetric, { kind: 'mean' }> {
  return {
    kind: 'mean',
    name: 'latency',
    title: 'p95 latency',
    unit: 'seconds',
    direction: 'lowerIsBetter',
    criticality: 'critical',
    practicalEffect: { absolute: 0.02, relative: 0.1 },
    alpha: 0.01,
    query: 'release_track:latency_seconds:p95{ {{labels}} }',
    ...over,
  };
}

export function profileOf(...metrics: AnalysisMetric[]): AnalysisProfile {
  return {
    name: 'http-service',
    stepSeconds: STEP_SECONDS,
    warmUpSeconds: 0,
    samples: 'release_track:requests:rate{ {{labels}} }',
    metrics,
  };
}

/** Evidence of one ratio metric from counts over the window. */
export function ratioEvidence(counts: {
  candidate: [events: number, trials: number];
  baseline: [events: number, trials: number];
}): Evidence {
  const denominator = perArm(arm => rateOf(counts[arm][1]));
  return {
    samples: denominator,
    metrics: [
      {
        kind: 'ratio',
        query: both('errors / requests'),
        numerator: perArm(arm => rateOf(counts[arm][0])),
        denominator,
      },
    ],
  };
}

/** Evidence of one mean metric, with `samples` samples of the candidate. */
export function meanEvidence(
  values: PerArm<ReadonlyArray<number | null>>,
  samples = 1000,
): Evidence {
  return {
    samples: both(rateOf(samples)),
    metrics: [
      {
        kind: 'mean',
        query: both('latency'),
        values: perArm(arm => answer(values[arm])),
      },
    ],
  };
}

/** A reproducible generator of uniform numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal numbers from uniform ones (Box and Muller, 1958). */
export function normals(random: () => number): () => number {
  return () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A first-order autoregressive series about `level` with this spread. */
export function autoregressive(options: {
  normal: () => number;
  level: number;
  spread: number;
  rho: number;
}): number[] {
  const { normal, level, spread, rho } = options;
  let x = normal();
  return slotTimes.map(() => {
    x = rho * x + Math.sqrt(1 - rho * rho) * normal();
    return level + spread * x;
  });
}
