import { z } from 'zod';
import {
  identifier,
  schemaVersion,
  text,
  utcTime,
  uuid,
  verdictCause,
  verdictName,
} from './primitives';

const number = z.number().nullable();

export const detectorFinding = z.strictObject({
  detector: identifier,
  statistic: number,
  pValue: number,
  finding: verdictCause,
  words: text(500),
});
export type DetectorFinding = z.infer<typeof detectorFinding>;

export const metricFinding = z.strictObject({
  name: identifier,
  title: text(100),
  unit: text(40),
  kind: z.enum(['ratio', 'mean']),
  direction: z.enum(['lowerIsBetter', 'higherIsBetter']),
  criticality: z.enum(['critical', 'major', 'info']),
  /** The queries as they were sent, per arm. */
  query: z.strictObject({ candidate: text(4000), baseline: text(4000) }),
  candidate: number,
  baseline: number,
  /** candidate - baseline, in the metric's unit. */
  delta: number,
  /** delta / baseline. */
  effect: number,
  /** Of delta. */
  interval: z
    .strictObject({
      low: z.number(),
      high: z.number(),
      confidence: z.number().gt(0).lt(1),
    })
    .nullable(),
  /** The delta beyond which the metric counts as degraded, in the metric's unit. */
  bound: number,
  /** Trials of a ratio, points of a mean. */
  n: z.strictObject({
    candidate: z.number().min(0),
    baseline: z.number().min(0),
  }),
  finding: verdictCause,
  detectors: z.array(detectorFinding),
  words: text(1000),
});
export type MetricFinding = z.infer<typeof metricFinding>;

/** Both arms on one time axis; null where there was no sample. */
export const metricPlot = z.strictObject({
  name: identifier,
  times: z.array(utcTime).max(240),
  candidate: z.array(number).max(240),
  baseline: z.array(number).max(240),
});
export type MetricPlot = z.infer<typeof metricPlot>;

/** The judgement of one look at one step of a rollout. */
export const verdict = z.strictObject({
  schemaVersion,
  verdictId: uuid,
  rolloutId: uuid,
  step: z.int().min(0),
  look: z.int().min(0),
  window: z.strictObject({ start: utcTime, end: utcTime }),
  judgedAt: utcTime,
  verdict: verdictName,
  cause: verdictCause,
  /** One sentence that an SRE can act on. */
  words: text(1000),
  /** Samples of the candidate in the window, and how many were asked for. */
  samples: z.strictObject({
    candidate: z.number().min(0).nullable(),
    required: z.number().min(0),
  }),
  metrics: z.array(metricFinding),
  plot: z.array(metricPlot),
});
export type Verdict = z.infer<typeof verdict>;
