import {
  LearningHealth,
  PolicyOutcomes,
  RiskBand,
  riskBand,
  wilsonInterval,
} from '@adaptive-delivery/plugin-release-common';

/** How many decisions of one band came to one outcome; null while open. */
export type OutcomeCount = {
  band: string;
  outcome: string | null;
  count: number;
};

const CONFIDENCE = 0.95;
/** Normal quantile of `CONFIDENCE`, two-sided. */
const Z = 1.959963984540054;

function countOf(
  counts: OutcomeCount[],
  band: RiskBand,
  ...outcomes: string[]
): number {
  return counts
    .filter(
      row =>
        row.band === band &&
        (outcomes.length === 0 || outcomes.includes(row.outcome ?? '')),
    )
    .reduce((sum, row) => sum + row.count, 0);
}

/** Every band, those without decisions included, least risky first. */
export function bandOutcomes(counts: OutcomeCount[]): PolicyOutcomes['bands'] {
  return riskBand.options.map(band => {
    const decided = countOf(counts, band);
    const promoted = countOf(counts, band, 'promoted');
    const rolledBack = countOf(counts, band, 'rolledBack');
    return {
      band,
      decided,
      promoted,
      rolledBack,
      other: decided - promoted - rolledBack,
    };
  });
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/**
 * How often the decisions of each band were rolled back, among those that were
 * promoted or rolled back; the others say nothing about the risk. The interval
 * is Wilson's at 95 %.
 */
export function bandHealth(counts: OutcomeCount[]): LearningHealth['bands'] {
  return bandOutcomes(counts).map(({ decided, promoted, rolledBack }, i) => {
    const band = riskBand.options[i];
    const finished = promoted + rolledBack;
    if (finished === 0) {
      return {
        band,
        decided,
        finished,
        rolledBack,
        share: null,
        interval: null,
        words:
          decided === 0
            ? `No decision was ${band} yet.`
            : `None of the ${decided} ${band} decisions has been promoted or rolled back yet.`,
      };
    }
    const share = rolledBack / finished;
    const { low, high } = wilsonInterval(rolledBack, finished, Z);
    return {
      band,
      decided,
      finished,
      rolledBack,
      share,
      interval: { low, high, confidence: CONFIDENCE },
      words:
        `${rolledBack} of ${finished} finished ${band} decisions were rolled back ` +
        `(${percent(share)}; with 95 % confidence between ${percent(
          low,
        )} and ${percent(high)}).`,
    };
  });
}
