import { Quality } from './quality';
import { RankerName } from './rankers';

export type Report = {
  rows: number;
  rankers: Record<RankerName, Quality>;
};

const columns: ReadonlyArray<[string, (quality: Quality) => number]> = [
  ['AUC', quality => quality.auc],
  ['recall@5%', quality => quality.recallAt['5']],
  ['recall@10%', quality => quality.recallAt['10']],
  ['recall@20%', quality => quality.recallAt['20']],
  ['recall@50%', quality => quality.recallAt['50']],
  ['recall@20%lines', quality => quality.recallAt20PctLines],
  ['ECE', quality => quality.ece],
];

/** A table for people, without a line break at the end. */
export function describe({ rows, rankers }: Report, defective: number): string {
  const lines = [
    ['ranker', ...columns.map(([title]) => title)],
    ...Object.entries(rankers).map(([name, quality]) => [
      name,
      ...columns.map(([, read]) => read(quality).toFixed(4)),
    ]),
  ];
  const widths = lines[0].map((_, index) =>
    Math.max(...lines.map(line => line[index].length)),
  );
  const table = lines.map(line =>
    line
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index]),
      )
      .join('  '),
  );
  const share = ((100 * defective) / rows).toFixed(1);
  return [
    `${rows} changes, ${defective} defective (${share} %)`,
    ...table,
  ].join('\n');
}
