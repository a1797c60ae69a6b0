import {
  AnalysisProfile,
  MetricLabels,
} from '@adaptive-delivery/plugin-release-common';
import { MetricSource } from '@adaptive-delivery/plugin-release-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { axisOf, slotTime } from '../judge/timeAxis';
import {
  Evidence,
  MetricEvidence,
  PerArm,
  SeriesAnswer,
  perArm,
} from '../judge/types';
import { fillLabels } from './fillLabels';

/** Queries under way at a time, so that a judgement does not flood the source. */
const PARALLEL = 6;

export type CollectOptions = {
  source: MetricSource;
  profile: AnalysisProfile;
  arms: PerArm<MetricLabels>;
  window: { start: Date; end: Date };
  /** Real time for all queries together; what has no answer by then is unavailable. */
  deadlineMs: number;
};

/** Runs `work` for every item, a few at a time. */
async function forEachParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

function everyQuery({ profile, arms }: CollectOptions): Set<string> {
  const templates = [
    profile.samples,
    ...profile.metrics.flatMap(metric =>
      metric.kind === 'ratio'
        ? [metric.denominator, metric.numerator]
        : [metric.query],
    ),
  ];
  return new Set(
    templates.flatMap(template =>
      Object.values(arms).map(labels => fillLabels(template, labels)),
    ),
  );
}

function reasonOf(error: unknown, source: MetricSource): string {
  if (error instanceof Error && error.name === 'SourceUnavailableError') {
    return error.message;
  }
  return `${source.name} failed: ${
    error instanceof Error ? error.message : String(error)
  }`;
}

/** Asks the source for each distinct query once; a failure is an answer of its own. */
async function ask(
  options: CollectOptions,
): Promise<(query: string) => SeriesAnswer> {
  const { source, profile, window, deadlineMs } = options;
  const axis = axisOf(window, profile.stepSeconds);
  const answers = new Map<string, SeriesAnswer>();
  const over = new AbortController();
  const work = forEachParallel([...everyQuery(options)], async query => {
    if (over.signal.aborted) return;
    try {
      const series = await source.queryRange({
        query,
        start: new Date(slotTime(axis, 0)),
        end: new Date(axis.last),
        stepSeconds: axis.stepSeconds,
      });
      answers.set(query, { kind: 'answered', series });
    } catch (error) {
      answers.set(query, {
        kind: 'unavailable',
        reason: reasonOf(error, source),
      });
    }
  });
  const timer = new AbortController();
  try {
    await Promise.race([
      work,
      sleep(deadlineMs, undefined, { signal: timer.signal }),
    ]);
  } finally {
    timer.abort();
    over.abort();
  }
  const answered = new Map(answers);
  return query =>
    answered.get(query) ?? {
      kind: 'unavailable',
      reason: `${source.name} is unavailable: no answer to ${query} within ${
        deadlineMs / 1000
      } s`,
    };
}

/** Fetches what a judgement needs: the samples and every metric, of both arms. */
export async function collectEvidence(
  options: CollectOptions,
): Promise<Evidence> {
  const { profile, arms } = options;
  const answerTo = await ask(options);
  const queryOf = (template: string) =>
    perArm(arm => fillLabels(template, arms[arm]));
  const answersTo = (template: string) => {
    const query = queryOf(template);
    return perArm(arm => answerTo(query[arm]));
  };
  return {
    samples: answersTo(profile.samples),
    metrics: profile.metrics.map((metric): MetricEvidence => {
      if (metric.kind === 'mean') {
        return {
          kind: 'mean',
          query: queryOf(metric.query),
          values: answersTo(metric.query),
        };
      }
      const events = queryOf(metric.numerator);
      const trials = queryOf(metric.denominator);
      return {
        kind: 'ratio',
        query: perArm(arm => `(${events[arm]}) / (${trials[arm]})`),
        numerator: answersTo(metric.numerator),
        denominator: answersTo(metric.denominator),
      };
    }),
  };
}
