import {
  AnalysisMetric,
  AnalysisProfile,
  MetricFinding,
} from '@adaptive-delivery/plugin-release-common';
import {
  formatDelta,
  formatNumber,
  formatP,
  formatValue,
  plainText,
} from './format';
import { isBeyond } from './practicalEffect';
import { holmAdjusted } from './statistics/holm';
import { Looks, lookAlpha } from './statistics/lookAlpha';
import { Comparison, Examination, MetricEvidence } from './types';

/** A rollback before the samples are in needs this many harmful events. */
const EARLY_EVENTS = 20;
/** Of alpha, for the count test that holds at any look; the rest is spent by looks. */
const ANYTIME_SHARE = 0.5;

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
  /** Over the metrics of the same criticality; null where there is none. */
  adjusted: { pValue: number | null; anytime: number | null };
  /** What the adjusted p-value needs at this look. */
  alpha: number;
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

/** A single look spends all of alpha; counts keep a part for the anytime test. */
function shareOfLooks(metric: AnalysisMetric, looks: Looks | null): number {
  const kept = looks && metric.kind === 'ratio' ? ANYTIME_SHARE : 0;
  return (1 - kept) * metric.alpha;
}

type ComparedFinding = 'healthy' | 'degraded' | 'inconclusive';

function describeComparison(
  { metric, examination, adjusted, alpha }: Tested,
  comparison: Comparison,
  finding: ComparedFinding,
): string {
  const { unit, title } = metric;
  const { delta, bound, harm, counted } = comparison;
  const figures =
    `${title} is ${formatValue(examination.candidate ?? 0, unit)} against ` +
    `${formatValue(examination.baseline ?? 0, unit)} at the baseline ` +
    `(${formatDelta(delta, unit)}; bound ${formatDelta(bound, unit)})`;
  const p =
    adjusted.pValue === null ? 'noise unknown' : formatP(adjusted.pValue);
  if (finding === 'degraded') return `${figures}, ${counted}, ${p}`;
  if (finding === 'healthy') {
    return `${figures}, ${
      harm > 0 ? 'within the bound' : 'not worse'
    }, ${counted}`;
  }
  return adjusted.pValue === null
    ? `${figures}, beyond the bound, but both arms are constant over the window, so it cannot be told from noise: ${counted}`
    : `${figures}, beyond the bound, but that may be chance (${p}, needs at most ${formatNumber(
        alpha,
      )}): ${counted}`;
}

function findingOf(beyond: boolean, significant: boolean): ComparedFinding {
  if (!beyond) return 'healthy';
  return significant ? 'degraded' : 'inconclusive';
}

function judgeComparison(tested: Tested, comparison: Comparison) {
  const { metric, adjusted, alpha } = tested;
  const beyond = isBeyond(comparison.harm, Math.abs(comparison.bound));
  const certain =
    adjusted.anytime !== null &&
    adjusted.anytime <= ANYTIME_SHARE * metric.alpha;
  const significant =
    certain || (adjusted.pValue !== null && adjusted.pValue <= alpha);
  const finding = findingOf(beyond, significant);
  return {
    finding,
    words: plainText(describeComparison(tested, comparison, finding), 1000),
    isOverwhelming:
      beyond &&
      metric.criticality === 'critical' &&
      certain &&
      (comparison.anytime?.harmfulEvents ?? 0) >= EARLY_EVENTS,
  };
}

/** Null where the baseline is zero, or too near to it for a share. */
function effectOf(delta: number, baseline: number | null): number | null {
  const effect = baseline ? delta / baseline : NaN;
  return Number.isFinite(effect) ? effect : null;
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
  const { finding, words, isOverwhelming } = judgeComparison(
    tested,
    comparison,
  );
  return {
    metric,
    finding: {
      ...common,
      delta: comparison.delta,
      effect: effectOf(comparison.delta, examination.baseline),
      interval: comparison.interval,
      bound: comparison.bound,
      finding,
      detectors: [
        {
          detector: comparison.detector,
          statistic: comparison.statistic,
          pValue: comparison.pValue,
          finding,
          words: plainText(words, 500),
        },
      ],
      words,
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
  const anytime = adjust(
    profile,
    comparisons.map(comparison => comparison?.anytime?.pValue ?? null),
  );
  return profile.metrics.map((metric, i) =>
    judgeMetric({
      metric,
      evidence: evidence[i],
      examination: examinations[i],
      adjusted: { pValue: adjusted[i], anytime: anytime[i] },
      alpha: lookAlpha(shareOfLooks(metric, looks), looks),
    }),
  );
}
