import {
  AnalysisMetric,
  AnalysisProfile,
  MetricFinding,
} from '@adaptive-delivery/plugin-release-common';
import {
  Evidence,
  Judgement,
  PodSpread,
  SeriesAnswer,
  judge,
  learnPodSpread,
  perArm,
} from '@adaptive-delivery/plugin-canary-analyzer-backend';
import {
  METRICS,
  MetricName,
  Outcome,
  Pod,
  Trial,
  armSeries,
  reports,
} from './trials';

const STEP_SECONDS = 60;
const EPOCH = Date.parse('2026-01-01T00:00:00Z');

/** Pod-minutes, as these rows hold no counts of requests. */
const MIN_SAMPLES = 3;
const ALPHA = 0.01;

const metric = (
  name: MetricName,
  over: Pick<
    AnalysisMetric,
    'title' | 'unit' | 'direction' | 'practicalEffect'
  >,
): AnalysisMetric => ({
  kind: 'mean',
  name,
  criticality: 'critical',
  alpha: ALPHA,
  query: `${name}{ {{labels}} }`,
  ...over,
});

const PROFILE: AnalysisProfile = {
  name: 'pods',
  stepSeconds: STEP_SECONDS,
  warmUpSeconds: 60,
  samples: 'pod_minutes{ {{labels}} }',
  metrics: [
    metric('successRate', {
      title: 'Success rate',
      unit: 'ratio',
      direction: 'higherIsBetter',
      practicalEffect: { absolute: 0.05 },
    }),
    metric('latency', {
      title: 'Latency',
      unit: 'seconds',
      direction: 'lowerIsBetter',
      practicalEffect: { absolute: 0.02, relative: 1 },
    }),
    metric('cpu', {
      title: 'CPU',
      unit: 'count',
      direction: 'lowerIsBetter',
      practicalEffect: { absolute: 5, relative: 2 },
    }),
    metric('memory', {
      title: 'Memory',
      unit: 'count',
      direction: 'lowerIsBetter',
      practicalEffect: { absolute: 1, relative: 0.1 },
    }),
  ],
};

/** Of pods of any service, before anything is known of this one. */
const PRIOR: Record<MetricName, PodSpread> = {
  successRate: { relative: 0.02, df: 4 },
  latency: { relative: 0.4, df: 4 },
  cpu: { relative: 0.3, df: 4 },
  memory: { relative: 0.04, df: 4 },
};

/** Levels of the baseline pods of each case of a service. */
type History = ReadonlyArray<Record<MetricName, number[]>>;

function levelsOf(pods: readonly Pod[]): Record<MetricName, number[]> {
  const levels = (name: MetricName) =>
    pods.flatMap(pod => {
      const values = pod.minutes.flatMap(minute => minute?.[name] ?? []);
      return values.length
        ? [values.reduce((sum, v) => sum + v, 0) / values.length]
        : [];
    });
  return {
    successRate: levels('successRate'),
    latency: levels('latency'),
    cpu: levels('cpu'),
    memory: levels('memory'),
  };
}

/**
 * What the other cases say of how the pods of a service differ by nature; never
 * the case of the trial itself.
 */
export function historyOf(trial: Trial, all: readonly Trial[]): History {
  return all
    .filter(
      other =>
        other.group !== 'aa' &&
        other.service === trial.service &&
        other.caseId !== trial.caseId,
    )
    .map(other => levelsOf(other.baseline));
}

function answer(values: ReadonlyArray<number | null>): SeriesAnswer {
  const points = values.flatMap((value, i) =>
    value === null ? [] : [[EPOCH + (i + 1) * STEP_SECONDS * 1000, value]],
  );
  return {
    kind: 'answered',
    series: points.length
      ? { times: points.map(([t]) => t), values: points.map(([, v]) => v) }
      : null,
  };
}

function evidenceOf(trial: Trial, history: History): Evidence {
  const { minutes } = trial;
  const live = levelsOf(trial.baseline);
  const podMinutes = (pods: readonly Pod[]) =>
    Array.from({ length: minutes }, (_, minute) =>
      reports(pods, minute)
        ? pods.filter(pod => pod.minutes[minute]).length / STEP_SECONDS
        : null,
    );
  return {
    samples: perArm(arm => answer(podMinutes(trial[arm]))),
    metrics: METRICS.map(name => ({
      kind: 'mean',
      query: perArm(arm => `${name}{track="${arm}"}`),
      values: perArm(arm => answer(armSeries(trial[arm], name, minutes))),
      podNoise: {
        spread: learnPodSpread(PRIOR[name], [
          ...history.map(levels => levels[name]),
          live[name],
        ]),
        pods: perArm(arm => trial[arm].length),
      },
    })),
  };
}

/** 1 where a metric is just degraded; the weaker of effect and significance counts. */
function severity(finding: MetricFinding): number {
  const { delta, bound, detectors } = finding;
  const pValue = detectors[0]?.pValue ?? null;
  if (delta === null || bound === null || pValue === null) return 0;
  const harm = delta / bound;
  return Math.min(harm, Math.log(Math.max(pValue, 1e-300)) / Math.log(ALPHA));
}

function scoreOf(judgement: Judgement): number {
  if (judgement.verdict === 'rollback' && judgement.cause === 'noData') {
    return 100;
  }
  return Math.max(0, ...judgement.metrics.map(severity));
}

/** The judge of the backend, asked each minute until it rolls back. */
export function judgeByOurs(trial: Trial, history: History): Outcome {
  const evidence = evidenceOf(trial, history);
  const start = new Date(EPOCH + PROFILE.warmUpSeconds * 1000);
  const planned = trial.minutes - 1;
  const look = (index: number) =>
    judge({
      profile: PROFILE,
      window: {
        start,
        end: new Date(start.getTime() + (index + 1) * STEP_SECONDS * 1000),
      },
      minSamples: MIN_SAMPLES,
      evidence,
      looks: { index, planned },
    });
  const judgements = Array.from({ length: planned }, (_, index) => look(index));
  const first = judgements.findIndex(({ verdict }) => verdict === 'rollback');
  return {
    rolledBackAfter:
      first < 0 ? null : first + 1 + PROFILE.warmUpSeconds / STEP_SECONDS,
    score: judgements.length ? scoreOf(judgements[judgements.length - 1]) : 0,
  };
}
