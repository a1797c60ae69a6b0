import { DecisionFactor, RiskBand, RiskDecision } from '../contracts';
import { riskBand } from '../contracts/primitives';
import { Evidence } from './evidence';
import { readFeature } from './features';
import { missingEvidenceOf } from './missingEvidence';
import { Policy, ScoreFactor } from './schema';
import { applyTransform } from './transform';
import { renderWords } from './words';

export type RiskScore = Pick<
  RiskDecision,
  'riskScore' | 'band' | 'factors' | 'missingEvidence'
>;

/**
 * To halves, which are exact in binary; what lies between two goes to the
 * riskier, the higher one. Never minus zero.
 */
export const toHalves = (points: number) => Math.round(points * 2) / 2 + 0;

function weigh(rule: ScoreFactor, evidence: Evidence): DecisionFactor {
  const { feature } = rule;
  const value = readFeature(feature, evidence);
  if (value === undefined) {
    return {
      feature,
      value: null,
      contribution: rule.missing.points,
      words: renderWords(rule.missing.words, evidence, feature),
    };
  }
  return {
    feature,
    value,
    contribution: toHalves(rule.weight * applyTransform(rule.transform, value)),
    words: renderWords(rule.words, evidence, feature),
  };
}

const sumOf = (factors: readonly DecisionFactor[]) =>
  factors.reduce((sum, factor) => sum + factor.contribution, 0);

/** The factor that keeps the score within 0 to 100, where it is needed. */
function capOf(sum: number): DecisionFactor[] {
  const capped = Math.min(100, Math.max(0, sum));
  if (capped === sum) return [];
  return [
    {
      feature: 'score.cap',
      value: sum,
      contribution: capped - sum,
      words: `All factors together make ${sum} points; the score ends at ${capped}`,
    },
  ];
}

/** The band of a score; a score on a threshold is in the band above. */
export function bandOf(policy: Pick<Policy, 'bands'>, score: number): RiskBand {
  return (
    [...riskBand.options].reverse().find(band => score >= policy.bands[band]) ??
    'low'
  );
}

/** The riskier of two bands. */
export function riskierBand(a: RiskBand, b: RiskBand): RiskBand {
  const order = riskBand.options;
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** The score that factors make, and its band; capped by a factor where needed. */
export function totalOf(
  policy: Pick<Policy, 'bands'>,
  weighed: readonly DecisionFactor[],
): Omit<RiskScore, 'missingEvidence'> {
  const factors = [...weighed, ...capOf(sumOf(weighed))];
  const riskScore = sumOf(factors);
  return { riskScore, band: bandOf(policy, riskScore), factors };
}

/**
 * The risk score of a candidate, 0 to 100 in halves. The contributions of the
 * factors sum to it exactly.
 */
export function scoreRisk(
  policy: Pick<Policy, 'score' | 'bands'>,
  evidence: Evidence,
): RiskScore {
  const { base } = policy.score;
  const weighed: DecisionFactor[] = [
    {
      feature: 'score.base',
      value: null,
      contribution: base,
      words: 'What every release starts with',
    },
    ...policy.score.factors.map(rule => weigh(rule, evidence)),
  ];
  return {
    ...totalOf(policy, weighed),
    missingEvidence: missingEvidenceOf(policy, evidence),
  };
}
