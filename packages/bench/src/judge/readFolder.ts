import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CsvError } from '../risk/parseCsv';
import { benchSeries, benchTrials } from './bench';
import { readCanaries } from './readCanaries';
import { readChangedSeries } from './readChangedSeries';
import { SetReport } from './report';

const ROWS = '_canary_rows.csv';
const WINDOWS = '_windows.csv';

/** Every `<prefix><suffix>` of a folder, with its `<prefix>_cases.csv`. */
function pairs(folder: string, suffix: string): Array<[string, string]> {
  return readdirSync(folder)
    .filter(file => file.endsWith(suffix))
    .sort()
    .map(file => {
      const prefix = file.slice(0, -suffix.length);
      const read = (name: string) =>
        readFileSync(path.join(folder, name), 'utf8');
      return [read(`${prefix}_cases.csv`), read(file)];
    });
}

/**
 * Judges the labelled cases of a folder: `<prefix>_cases.csv` with
 * `<prefix>_canary_rows.csv` (two arms) or `<prefix>_windows.csv` (none).
 *
 * @throws CsvError
 */
export function benchFolder(folder: string): SetReport {
  const name = path.basename(path.resolve(folder));
  const canaries = pairs(folder, ROWS);
  if (canaries.length > 0) {
    return benchTrials(
      name,
      canaries.flatMap(([cases, rows]) => readCanaries(cases, rows)),
    );
  }
  const windows = pairs(folder, WINDOWS);
  if (windows.length > 0) {
    return benchSeries(
      name,
      windows.flatMap(([cases, rows]) => readChangedSeries(cases, rows)),
    );
  }
  throw new CsvError(`there is no *${ROWS} and no *${WINDOWS}`);
}
