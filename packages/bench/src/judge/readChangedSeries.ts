import { CsvError, parseCsv } from '../risk/parseCsv';
import { cellReader } from './cells';
import { Group } from './trials';

/** One KPI around a change, by the minute, and the same minutes a day before. */
export type ChangedSeries = {
  group: Group;
  caseId: string;
  /** Minutes relative to the change of the first slot. */
  firstMinute: number;
  today: Array<number | null>;
  dayBefore: Array<number | null>;
};

/**
 * @param casesText - `<prefix>_cases.csv`
 * @param windowsText - `<prefix>_windows.csv`
 * @throws CsvError
 */
export function readChangedSeries(
  casesText: string,
  windowsText: string,
): ChangedSeries[] {
  const windows = parseCsv(windowsText);
  const read = cellReader(windows);
  type Days = Record<'now' | 'prevday', Map<number, number>>;
  const days = new Map<string, Days>();
  for (const row of windows.rows) {
    const id = read.text(row, 'case');
    const of = days.get(id) ?? { now: new Map(), prevday: new Map() };
    days.set(id, of);
    const value = read.optionalNumber(row, 'value');
    if (value === null) continue;
    of[read.oneOf(row, 'window', ['now', 'prevday'])].set(
      read.number(row, 'minute_rel_to_change'),
      value,
    );
  }
  const cases = parseCsv(casesText);
  const readCase = cellReader(cases);
  return cases.rows.map(row => {
    const caseId = readCase.text(row, 'case_id');
    const of = days.get(caseId);
    const minutes = of && [...of.now.keys(), ...of.prevday.keys()];
    if (!of || !minutes?.length) {
      throw new CsvError(`line ${row.line}: case ${caseId} has no windows`);
    }
    const firstMinute = Math.min(...minutes);
    const length = Math.max(...minutes) - firstMinute + 1;
    const slots = (day: Map<number, number>) =>
      Array.from({ length }, (_, i) => day.get(firstMinute + i) ?? null);
    return {
      group: readCase.flag(row, 'case_label') ? 'defect' : 'benign',
      caseId,
      firstMinute,
      today: slots(of.now),
      dayBefore: slots(of.prevday),
    };
  });
}
