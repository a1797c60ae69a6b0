import { AnalysisMetric } from '@adaptive-delivery/plugin-release-common';
import { formatDelta, formatNumber, formatP, formatValue } from './format';
import { isBeyond } from './practicalEffect';
import { Looks, lookAlpha, lookShare } from './statistics/lookAlpha';
import { Comparison, Examination } from './types';

/** A rollback before the samples are in needs this many harmful events. */
const EARLY_EVENTS = 20;
/** Of alpha, for the second detector, where one looks more than once. */
const SECOND_SHARE = 0.5;

export type ComparedFinding = 'healthy' | 'degraded' | 'inconclusive';

export type Weighed = {
  finding: ComparedFinding;
  words: string;
  main: { finding: ComparedFinding; words: string };
  /** What the second detector says; null where there is none. */
  second: { finding: ComparedFinding; words: string } | null;
  /** So bad that a rollback need not wait for the samples. */
  isOverwhelming: boolean;
};

/** What the adjusted p-values of a metric need at this look. */
export type Levels = { main: number; second: number };

/**
 * Both detectors together get the metric's alpha. Of a single look the main one
 * gets all; there only the count test, which looks at the same sums, may decide
 * as well.
 */
export function levelsOf(metric: AnalysisMetric, looks: Looks | null): Levels {
  const second = SECOND_SHARE * metric.alpha;
  if (metric.kind === 'ratio') {
    return {
      main: lookAlpha(looks ? metric.alpha - second : metric.alpha, looks),
      second,
    };
  }
  return looks
    ? {
        main: lookAlpha(metric.alpha - second, looks),
        second: lookShare(second, looks),
      }
    : { main: metric.alpha, second: 0 };
}

/** Over the metrics of the same criticality; null where there is none. */
export type Adjusted = { main: number | null; second: number | null };

type Given = {
  metric: AnalysisMetric;
  examination: Examination;
  comparison: Comparison;
  adjusted: Adjusted;
  levels: Levels;
};

const told = (p: number | null) => (p === null ? 'noise unknown' : formatP(p));

function figuresOf({ metric, examination, comparison }: Given): string {
  const { unit, title } = metric;
  return (
    `${title} is ${formatValue(examination.candidate ?? 0, unit)} against ` +
    `${formatValue(examination.baseline ?? 0, unit)} at the baseline ` +
    `(${formatDelta(comparison.delta, unit)}; bound ${formatDelta(
      comparison.bound,
      unit,
    )})`
  );
}

function describeMain(given: Given, finding: ComparedFinding): string {
  const { comparison, adjusted, levels } = given;
  const { harm, counted } = comparison;
  const figures = figuresOf(given);
  if (finding === 'degraded') {
    return `${figures}, ${counted}, ${told(adjusted.main)}`;
  }
  if (finding === 'healthy') {
    return `${figures}, ${
      harm > 0 ? 'within the bound' : 'not worse'
    }, ${counted}`;
  }
  return adjusted.main === null
    ? `${figures}, beyond the bound, but both arms are constant over the window, so it cannot be told from noise: ${counted}`
    : `${figures}, beyond the bound, but that may be chance (${told(
        adjusted.main,
      )}, needs at most ${formatNumber(levels.main)} at this look): ${counted}`;
}

function describeSecond(given: Given, finding: ComparedFinding): string {
  const { metric, comparison, adjusted } = given;
  const { second, bound } = comparison;
  if (!second) return '';
  if (second.detector === 'anytime-counts') {
    return `${figuresOf(given)}, ${
      comparison.counted
    }: at whichever look, ${told(adjusted.second)}`;
  }
  const delta = Math.sign(bound || 1) * second.harm;
  const means = {
    degraded: 'beyond the bound',
    inconclusive: 'beyond the bound, but that may be chance',
    healthy: second.harm > 0 ? 'within the bound' : 'not worse',
  };
  return (
    `${metric.title} has of late been ` +
    `${formatDelta(delta, metric.unit)} from the baseline (bound ` +
    `${formatDelta(bound, metric.unit)}), ${means[finding]}, ` +
    `${told(adjusted.second)}`
  );
}

function findingOf(beyond: boolean, significant: boolean): ComparedFinding {
  if (!beyond) return 'healthy';
  return significant ? 'degraded' : 'inconclusive';
}

/**
 * What a comparison means: degraded when either detector finds a harm beyond
 * the bound and beyond chance.
 */
export function weigh(given: Given): Weighed {
  const { metric, comparison, adjusted, levels } = given;
  const bound = Math.abs(comparison.bound);
  const isWithin = (p: number | null, level: number) =>
    p !== null && p <= level;
  const main = findingOf(
    isBeyond(comparison.harm, bound),
    isWithin(adjusted.main, levels.main),
  );
  const second =
    comparison.second &&
    findingOf(
      isBeyond(comparison.second.harm, bound),
      isWithin(adjusted.second, levels.second),
    );
  const secondWords = second && describeSecond(given, second);
  const mainWords = describeMain(given, main);
  const bySecond = second === 'degraded' && main !== 'degraded';
  return {
    finding: bySecond ? second : main,
    words: bySecond && secondWords ? secondWords : mainWords,
    main: { finding: main, words: mainWords },
    second:
      second && secondWords ? { finding: second, words: secondWords } : null,
    isOverwhelming:
      second === 'degraded' &&
      metric.criticality === 'critical' &&
      (comparison.second?.harmfulEvents ?? 0) >= EARLY_EVENTS,
  };
}
