import { Summary } from './summarize';

export const JUDGES = ['ours', 'thresholds', 'mannWhitney'] as const;
export type JudgeName = (typeof JUDGES)[number];

/** Of one set of trials. */
export type SetReport = {
  name: string;
  /** `128 A/A, 39 benign, 11 defective`. */
  trials: string;
  judges: Record<JudgeName, Summary>;
  /** Further judges, for the table alone. */
  others: Record<string, Summary>;
};

const COLUMNS: ReadonlyArray<
  [title: string, key: keyof Summary, digits: number]
> = [
  ['A/A', 'aa', 3],
  ['benign', 'benign', 3],
  ['defects', 'defect', 3],
  ['AUC', 'auc', 4],
  ['min', 'medianMinutes', 1],
];

/** A table for people, without a line break at the end. */
export function describe({ name, trials, judges, others }: SetReport): string {
  const rows = Object.entries({ ...judges, ...others }).map(
    ([judge, summary]) => [
      judge,
      ...COLUMNS.map(([, key, digits]) => summary[key]?.toFixed(digits) ?? '-'),
    ],
  );
  const lines = [['judge', ...COLUMNS.map(([title]) => title)], ...rows];
  const widths = lines[0].map((_, i) =>
    Math.max(...lines.map(line => line[i].length)),
  );
  const table = lines.map(line =>
    line
      .map((cell, i) =>
        i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i]),
      )
      .join('  '),
  );
  return [`${name}: ${trials}`, ...table].join('\n');
}

/** One line of JSON: by set and judge. */
export function toJson(reports: readonly SetReport[]): string {
  return JSON.stringify(
    Object.fromEntries(reports.map(({ name, judges }) => [name, judges])),
  );
}
