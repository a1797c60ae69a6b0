import { CsvError } from '../risk/parseCsv';
import {
  seriesByMannWhitney,
  seriesByOurs,
  seriesByThresholds,
} from './judgeSeries';
import { judgeByMannWhitney } from './mannWhitney';
import { historyOf, judgeByOurs } from './ours';
import { ChangedSeries } from './readChangedSeries';
import { SetReport } from './report';
import { summarize } from './summarize';
import { ARGO, FLAGGER, judgeByThresholds } from './thresholds';
import { GROUPS, Group, Outcome, Trial } from './trials';

const WORDS: Record<Group, string> = {
  aa: 'A/A',
  benign: 'benign',
  defect: 'defective',
};

function countGroups(trials: ReadonlyArray<{ group: Group }>): string {
  return GROUPS.map(
    group =>
      `${trials.filter(trial => trial.group === group).length} ${WORDS[group]}`,
  ).join(', ');
}

function summarizer<T extends { group: Group }>(trials: readonly T[]) {
  if (!trials.some(({ group }) => group === 'defect')) {
    throw new CsvError('there is no defective case');
  }
  return (judge: (trial: T) => Outcome) =>
    summarize(
      trials.map(trial => ({ group: trial.group, outcome: judge(trial) })),
    );
}

/** Judges trials of two arms. */
export function benchTrials(name: string, trials: readonly Trial[]): SetReport {
  const by = summarizer(trials);
  return {
    name,
    trials: countGroups(trials),
    judges: {
      ours: by(trial => judgeByOurs(trial, historyOf(trial, trials))),
      thresholds: by(trial => judgeByThresholds(trial, FLAGGER)),
      mannWhitney: by(judgeByMannWhitney),
    },
    others: {
      'thresholds (Argo)': by(trial => judgeByThresholds(trial, ARGO)),
    },
  };
}

/** Judges changes without a baseline arm. */
export function benchSeries(
  name: string,
  changes: readonly ChangedSeries[],
): SetReport {
  const by = summarizer(changes);
  return {
    name,
    trials: countGroups(changes),
    judges: {
      ours: by(seriesByOurs),
      thresholds: by(seriesByThresholds),
      mannWhitney: by(seriesByMannWhitney),
    },
    others: {},
  };
}
