import { AnalysisMetric } from '@adaptive-delivery/plugin-release-common';
import { formatNumber } from './format';
import { harmSign, practicalBound } from './practicalEffect';
import { describeSilence, presenceOf, unavailable } from './presence';
import { anytimeCountP } from './statistics/countProcess';
import { Counts } from './statistics/counts';
import { fisherExactUpper } from './statistics/fisherExact';
import {
  newcombeInterval,
  smallestExpectedCount,
  twoProportionsUpper,
} from './statistics/twoProportions';
import { TimeAxis, alignToAxis } from './timeAxis';
import {
  Comparison,
  Examination,
  Fault,
  MetricEvidence,
  PerArm,
  PlotSlot,
  SeriesAnswer,
  perArm,
} from './types';

type RatioMetric = Extract<AnalysisMetric, { kind: 'ratio' }>;
type RatioEvidence = Extract<MetricEvidence, { kind: 'ratio' }>;

/** Cochran (1954): below this the normal approximation does not hold. */
const LEAST_EXPECTED_COUNT = 5;
/** Rates are sampled, so a share of 1 may come out a little above. */
const COUNTING_SLACK = 1.02;

/** Beyond this no window has counted. */
const MAX_TRIALS = 1e12;

type Totals = { events: number; trials: number; slots: PlotSlot[] };

function align(answer: SeriesAnswer, axis: TimeAxis) {
  return alignToAxis(answer.kind === 'answered' ? answer.series : null, axis);
}

/** Rate times step, summed over the slots in which both rates are known. */
function countOverWindow(
  numerator: Array<number | null>,
  denominator: Array<number | null>,
  axis: TimeAxis,
): Totals {
  const slots = numerator.map((events, i): PlotSlot => {
    const trials = denominator[i];
    return events === null || trials === null
      ? null
      : { part: events * axis.stepSeconds, whole: trials * axis.stepSeconds };
  });
  return {
    events: slots.reduce((sum, slot) => sum + (slot?.part ?? 0), 0),
    trials: slots.reduce((sum, slot) => sum + (slot?.whole ?? 0), 0),
    slots,
  };
}

function findFault(
  metric: RatioMetric,
  series: PerArm<{
    numerator: Array<number | null>;
    denominator: Array<number | null>;
  }>,
  totals: PerArm<Totals>,
  axis: TimeAxis,
): Fault | null {
  for (const part of ['denominator', 'numerator'] as const) {
    const silence = describeSilence(
      `${metric.title} (${part})`,
      perArm(arm => presenceOf(series[arm][part], axis)),
      axis,
    );
    if (silence) return { finding: 'noData', words: silence };
  }
  for (const arm of ['candidate', 'baseline'] as const) {
    const { events, trials, slots } = totals[arm];
    if (slots.every(slot => slot === null)) {
      return {
        finding: 'noData',
        words: `${metric.title}: numerator and denominator of the ${arm} never have a sample at the same time; check the two queries`,
      };
    }
    if (
      slots.some(slot => slot && (slot.part < 0 || slot.whole < 0)) ||
      trials > MAX_TRIALS
    ) {
      return {
        finding: 'inconclusive',
        words: `${metric.title}: the ${arm} reports a negative or impossibly high rate; check the queries`,
      };
    }
    if (events > trials * COUNTING_SLACK + 1) {
      return {
        finding: 'inconclusive',
        words: `${metric.title}: the ${arm} reports more events (${formatNumber(
          events,
        )}) than trials (${formatNumber(
          trials,
        )}), which cannot be; check the queries`,
      };
    }
    if (Math.round(trials) === 0) {
      return {
        finding: 'insufficientSamples',
        words: `${metric.title}: the ${arm} reports, but had no trials in the window, so there is no share to compare`,
      };
    }
  }
  return null;
}

function whole({ events, trials }: Totals): Counts {
  const rounded = Math.round(trials);
  return { events: Math.min(rounded, Math.round(events)), trials: rounded };
}

function harmful(counts: Counts, metric: RatioMetric): Counts {
  return metric.direction === 'lowerIsBetter'
    ? counts
    : { ...counts, events: counts.trials - counts.events };
}

function compare(metric: RatioMetric, totals: PerArm<Totals>): Comparison {
  const sign = harmSign(metric);
  const counts = perArm(arm => whole(totals[arm]));
  const candidate = harmful(counts.candidate, metric);
  const baseline = harmful(counts.baseline, metric);
  const share = ({ events, trials }: Counts) => events / trials;

  const confidence = 1 - 2 * metric.alpha;
  const harm = share(candidate) - share(baseline);
  const interval = newcombeInterval(candidate, baseline, confidence);
  const score = twoProportionsUpper(candidate, baseline);
  const isSmall =
    smallestExpectedCount(candidate, baseline) < LEAST_EXPECTED_COUNT;
  const told = ({ events, trials }: Counts) =>
    `${formatNumber(events)} of ${formatNumber(trials)}`;
  return {
    delta: sign * harm,
    interval: {
      low: sign > 0 ? interval.low : -interval.high,
      high: sign > 0 ? interval.high : -interval.low,
      confidence,
    },
    bound: sign * practicalBound(metric, share(counts.baseline)),
    harm,
    detector: isSmall ? 'fisher-exact' : 'two-proportions',
    statistic: isSmall ? null : score.z,
    pValue: isSmall ? fisherExactUpper(candidate, baseline) : score.pValue,
    second: {
      detector: 'anytime-counts',
      statistic: null,
      pValue: anytimeCountP(candidate, baseline),
      harm,
      harmfulEvents: candidate.events,
    },
    counted: `${told(counts.candidate)} against ${told(counts.baseline)}`,
  };
}

/**
 * Compares the share of events among trials. Small counts are tested exactly
 * (Fisher), larger ones by the score test; the interval is Newcombe's.
 */
export function examineRatio(
  metric: RatioMetric,
  evidence: RatioEvidence,
  axis: TimeAxis,
): Examination {
  const series = perArm(arm => ({
    numerator: align(evidence.numerator[arm], axis),
    denominator: align(evidence.denominator[arm], axis),
  }));
  const totals = perArm(arm =>
    countOverWindow(series[arm].numerator, series[arm].denominator, axis),
  );
  const valueOf = ({ events, trials }: Totals) =>
    Math.round(trials) > 0 ? Math.max(0, Math.min(1, events / trials)) : null;
  const figures = {
    candidate: valueOf(totals.candidate),
    baseline: valueOf(totals.baseline),
    n: perArm(arm => Math.max(0, Math.round(totals[arm].trials))),
    slots: perArm(arm => totals[arm].slots),
  };
  const fault =
    unavailable(evidence.denominator) ??
    unavailable(evidence.numerator) ??
    findFault(metric, series, totals, axis);
  return fault
    ? { ...figures, fault }
    : { ...figures, comparison: compare(metric, totals) };
}
