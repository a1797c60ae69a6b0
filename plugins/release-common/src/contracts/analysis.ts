import { z } from 'zod';
import { identifier, seconds, text, withoutControls } from './primitives';

/**
 * A query of the metric source, evaluated once per arm. `{{labels}}` stands
 * for the label matchers of the arm, such as
 * `release_track:errors:rate{ {{labels}} }`.
 */
const armQuery = text(2000).refine(value => value.includes('{{labels}}'), {
  message: 'must contain {{labels}} where the label matchers of an arm go',
});

/** Label names and values of a series. */
export const metricLabels = z.record(
  z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/),
  withoutControls.max(500),
);
export type MetricLabels = z.infer<typeof metricLabels>;

const metricBase = {
  name: identifier,
  title: text(100),
  /** Shown after numbers: ratio, seconds, bytes, cores, celsius, perSecond. */
  unit: z.enum([
    'ratio',
    'seconds',
    'bytes',
    'cores',
    'celsius',
    'perSecond',
    'count',
  ]),
  direction: z.enum(['lowerIsBetter', 'higherIsBetter']),
  /** A degraded `critical` metric rolls back; a `major` one slows; `info` only informs. */
  criticality: z.enum(['critical', 'major', 'info']),
  /** The smallest change worth acting on; with both given, both must be exceeded. */
  practicalEffect: z
    .strictObject({
      absolute: z.number().positive().optional(),
      relative: z.number().positive().optional(),
    })
    .refine(e => e.absolute !== undefined || e.relative !== undefined, {
      message: 'needs absolute or relative',
    }),
  /** Significance level of one look at this metric. */
  alpha: z.number().min(1e-9).lt(0.5),
};

export const analysisMetric = z.discriminatedUnion('kind', [
  /** Events out of trials; both queries give rates in 1/s. */
  z.strictObject({
    ...metricBase,
    kind: z.literal('ratio'),
    numerator: armQuery,
    denominator: armQuery,
  }),
  /** The mean of a gauge over the window. */
  z.strictObject({
    ...metricBase,
    kind: z.literal('mean'),
    query: armQuery,
  }),
]);
export type AnalysisMetric = z.infer<typeof analysisMetric>;

/** How one kind of service is judged. */
export const analysisProfile = z.strictObject({
  name: identifier,
  /** Resolution of the series that are asked for. */
  stepSeconds: z.int().min(1).max(3600),
  /** Left out at the start of each step, while caches fill and pods start. */
  warmUpSeconds: seconds,
  /** Rate in 1/s of whatever `minSamples` counts: requests, boots, operations. */
  samples: armQuery,
  metrics: z.array(analysisMetric).min(1).max(50),
});
export type AnalysisProfile = z.infer<typeof analysisProfile>;
