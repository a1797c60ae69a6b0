import { VerdictCause } from '@adaptive-delivery/plugin-release-common';
import { Series } from '@adaptive-delivery/plugin-release-node';
import { PodNoise } from './podSpread';

export type Arm = 'candidate' | 'baseline';
export const ARMS: readonly Arm[] = ['candidate', 'baseline'];
export type PerArm<T> = Record<Arm, T>;

export function perArm<T>(make: (arm: Arm) => T): PerArm<T> {
  return { candidate: make('candidate'), baseline: make('baseline') };
}

/** What the source said to one query; a null series is an answer: there is none. */
export type SeriesAnswer =
  | { kind: 'answered'; series: Series | null }
  | { kind: 'unavailable'; reason: string };

/** The series behind one metric, with the queries as they were sent. */
export type MetricEvidence =
  | {
      kind: 'ratio';
      query: PerArm<string>;
      numerator: PerArm<SeriesAnswer>;
      denominator: PerArm<SeriesAnswer>;
    }
  | {
      kind: 'mean';
      query: PerArm<string>;
      values: PerArm<SeriesAnswer>;
      /** Where it is known how pods differ by nature. */
      podNoise?: PodNoise;
    };

export type Evidence = {
  /** Rates in 1/s of what the profile counts as samples. */
  samples: PerArm<SeriesAnswer>;
  /** In the order of the profile's metrics. */
  metrics: MetricEvidence[];
};

/** Why something cannot be compared. */
export type Fault = {
  finding: Exclude<VerdictCause, 'healthy' | 'degraded'>;
  words: string;
};

/** A comparison of both arms, before it is known what it means. */
export type Comparison = {
  /** candidate - baseline, in the metric's unit. */
  delta: number;
  interval: { low: number; high: number; confidence: number } | null;
  /** How far the delta may go, with its sign, in the metric's unit. */
  bound: number;
  /** The delta in the harmful direction; negative where the candidate is better. */
  harm: number;
  detector: string;
  statistic: number | null;
  /** One-sided in the harmful direction; null where the noise is unknown. */
  pValue: number | null;
  /** Another detector, which decides as well: counts at any look, or means of late. */
  second: {
    detector: 'anytime-counts' | 'ewma-difference';
    statistic: number | null;
    /** One-sided in the harmful direction. */
    pValue: number;
    harm: number;
    /** Of the candidate; null where nothing is counted. */
    harmfulEvents: number | null;
  } | null;
  /** `62 of 1,190 against 12 of 5,900`. */
  counted: string;
};

/** What one metric's series say. */
export type Examination = {
  candidate: number | null;
  baseline: number | null;
  n: PerArm<number>;
  /** Per slot of the axis. */
  slots: PerArm<PlotSlot[]>;
} & ({ fault: Fault } | { comparison: Comparison });

/** A slot for the plot: `value` is `part / whole`. */
export type PlotSlot = { part: number; whole: number } | null;
