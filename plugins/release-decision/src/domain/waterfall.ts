import {
  DecisionFactor,
  RiskDecision,
} from '@adaptive-delivery/plugin-release-common';

export type WaterfallBar = DecisionFactor & {
  /** Where the bar begins and ends, in percent of the drawn range. */
  left: number;
  width: number;
  /** The score after this factor. */
  total: number;
};

/**
 * Each factor as a bar from the score before it to the score after it. The
 * first stays first (where scores start); the rest goes from what weighs most
 * to what weighs least, so that the reason is read from the top.
 */
export function waterfall(factors: readonly DecisionFactor[]): WaterfallBar[] {
  const [first, ...rest] = factors;
  if (!first) return [];
  const ordered = [
    first,
    ...rest
      .filter(factor => factor.contribution !== 0)
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  ];
  let sum = 0;
  const spans = ordered.map(factor => {
    const from = sum;
    sum += factor.contribution;
    return { factor, from, to: sum };
  });
  const low = Math.min(0, ...spans.map(span => span.to));
  const high = Math.max(1, ...spans.map(span => span.to));
  const share = (value: number) => ((value - low) / (high - low)) * 100;
  return spans.map(({ factor, from, to }) => ({
    ...factor,
    left: share(Math.min(from, to)),
    width: share(Math.max(from, to)) - share(Math.min(from, to)),
    total: to,
  }));
}

/** What the build said nothing about; the first factor is where scores start. */
export function featuresWithoutValue({
  factors,
}: Pick<RiskDecision, 'factors'>): string[] {
  return factors
    .slice(1)
    .filter(({ value, contribution }) => value === null && contribution !== 0)
    .map(({ feature }) => feature);
}
