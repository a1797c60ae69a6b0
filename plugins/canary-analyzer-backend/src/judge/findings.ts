import {
  AnalysisMetric,
  AnalysisProfile,
  DetectorFinding,
  MetricFinding,
} from '@adaptive-delivery/plugin-release-common';
import { plainText } from './format';
import { holmAdjusted } from './statistics/holm';
import { Looks } from './statistics/lookAlpha';
import { Comparison, Examination, MetricEvidence } from './types';
import { Adjusted, Levels, Weighed, levelsOf, weigh } from './weigh';

/** A finding together with what the verdict needs to weigh it. */
export type JudgedMetric = {
  metric: AnalysisMetric;
  finding: MetricFinding;
  /** Harm as a share of the bound; null where nothing could be compared. */
  nearness: number | null;
  /** So bad that a rollback need not wait for the samples. */
  isOverwhelming: boolean;
};

type Tested = {
  metric: AnalysisMetric;
  evidence: MetricEvidence;
  examination: Examination;
  adjusted: Adjusted;
  levels: Levels;
};

/**
 * Holm's adjustment within each criticality: one class is one decision. Metrics
 * that could not be tested count as members, so that silence makes nobody bolder.
 */
function adjust(
  profile: AnalysisProfile,
  pValues: Array<number | null>,
): Array<number | null> {
  const adjusted = new Array<number | null>(pValues.length).fill(null);
  for (const criticality of ['critical', 'major', 'info'] as const) {
    const members = profile.metrics.flatMap((metric, i) =>
      metric.criticality === criticality ? [i] : [],
    );
    const tested = members.filter(i => pValues[i] !== null);
    holmAdjusted(
      tested.map(i => pValues[i] ?? 1),
      members.length,
    ).forEach((p, rank) => {
      adjusted[tested[rank]] = p;
    });
  }
  return adjusted;
}

/** Null where the baseline is zero, or too near to it for a share. */
function effectOf(delta: number, baseline: number | null): number | null {
  const effect = baseline ? delta / baseline : NaN;
  return Number.isFinite(effect) ? effect : null;
}

function detectorsOf(
  comparison: Comparison,
  { main, second }: Weighed,
): DetectorFinding[] {
  return [
    {
      detector: comparison.detector,
      statistic: comparison.statistic,
      pValue: comparison.pValue,
      finding: main.finding,
      words: plainText(main.words, 500),
    },
    ...(comparison.second && second
      ? [
          {
            detector: comparison.second.detector,
            statistic: comparison.second.statistic,
            pValue: comparison.second.pValue,
            finding: second.finding,
            words: plainText(second.words, 500),
          },
        ]
      : []),
  ];
}

function judgeMetric(tested: Tested): JudgedMetric {
  const { metric, evidence, examination } = tested;
  const common = {
    name: metric.name,
    title: metric.title,
    unit: metric.unit,
    kind: metric.kind,
    direction: metric.direction,
    criticality: metric.criticality,
    query: {
      candidate: plainText(evidence.query.candidate, 4000),
      baseline: plainText(evidence.query.baseline, 4000),
    },
    candidate: examination.candidate,
    baseline: examination.baseline,
    n: examination.n,
  };
  if ('fault' in examination) {
    const { finding } = examination.fault;
    const words = plainText(examination.fault.words, 1000);
    return {
      metric,
      finding: {
        ...common,
        delta: null,
        effect: null,
        interval: null,
        bound: null,
        finding,
        detectors: [],
        words,
      },
      nearness: null,
      isOverwhelming: false,
    };
  }
  const { comparison } = examination;
  const weighed = weigh({ ...tested, comparison });
  const { finding, isOverwhelming } = weighed;
  return {
    metric,
    finding: {
      ...common,
      delta: comparison.delta,
      effect: effectOf(comparison.delta, examination.baseline),
      interval: comparison.interval,
      bound: comparison.bound,
      finding,
      detectors: detectorsOf(comparison, weighed),
      words: plainText(weighed.words, 1000),
    },
    nearness:
      comparison.harm > 0 ? comparison.harm / Math.abs(comparison.bound) : 0,
    isOverwhelming,
  };
}

/** What each metric of the profile shows, in the profile's order. */
export function judgeMetrics(
  profile: AnalysisProfile,
  evidence: MetricEvidence[],
  examinations: Examination[],
  looks: Looks | null,
): JudgedMetric[] {
  const comparisons = examinations.map(examination =>
    'comparison' in examination ? examination.comparison : null,
  );
  const adjusted = adjust(
    profile,
    comparisons.map(comparison => comparison?.pValue ?? null),
  );
  const second = adjust(
    profile,
    comparisons.map(comparison => comparison?.second?.pValue ?? null),
  );
  return profile.metrics.map((metric, i) =>
    judgeMetric({
      metric,
      evidence: evidence[i],
      examination: examinations[i],
      adjusted: { main: adjusted[i], second: second[i] },
      levels: levelsOf(metric, looks),
    }),
  );
}
