import { ChangeMetrics } from '@adaptive-delivery/plugin-release-common';
import { CsvError, CsvTable, parseCsv } from './parseCsv';

/** One labelled change. */
export type Change = {
  metrics: ChangeMetrics;
  /** It had to be fixed later. */
  defective: boolean;
  /** Seconds since 1970, where the column `date` is there. */
  date: number | null;
};

type Read = (column: string) => number;

/** Columns of a form, whatever their order, and what they say. */
type Form = {
  columns: readonly string[];
  metrics: (read: Read) => ChangeMetrics;
};

/** Shannon entropy over the files, from bits to a share of the most it can be. */
const normalized = (bits: number, files: number) =>
  files > 1 ? Math.min(1, bits / Math.log2(files)) : 0;

/** Kamei et al. (2013) as Zeng et al. (ISSTA 2021) publish them, in plain counts. */
const counted: Form = {
  columns: [
    ...['ns', 'nd', 'nf', 'entrophy', 'la', 'ld', 'lt'],
    ...['fix', 'ndev', 'age', 'nuc', 'exp'],
  ],
  metrics: read => ({
    commits: 1,
    files: read('nf'),
    directories: read('nd'),
    subsystems: read('ns'),
    linesAdded: read('la'),
    linesDeleted: read('ld'),
    entropy: normalized(read('entrophy'), read('nf')),
    linesInFilesBefore: read('lt'),
    ageDays: read('age'),
    priorChanges: read('nuc'),
    authors: read('ndev'),
    authorExperience: read('exp'),
    isFix: read('fix') > 0,
  }),
};

/**
 * Kamei et al. (2013) as they publish them themselves: sizes in relation to
 * one another. Lines before are per file, added and deleted lines per line
 * before, prior changes per file and the age is summed over the files; undone
 * here, which gives whole numbers.
 */
const relative: Form = {
  columns: [
    ...['ns', 'nm', 'nf', 'entropy', 'la', 'ld', 'lt'],
    ...['fix', 'ndev', 'pd', 'npt', 'exp'],
  ],
  metrics: read => {
    const files = read('nf');
    const before = Math.round(read('lt') * files);
    const perLine = before > 0 ? before : 1;
    return {
      commits: 1,
      files,
      directories: read('nm'),
      subsystems: read('ns'),
      linesAdded: Math.round(read('la') * perLine),
      linesDeleted: Math.round(read('ld') * perLine),
      entropy: Math.min(1, read('entropy')),
      linesInFilesBefore: before,
      ageDays: files > 0 ? read('pd') / files : 0,
      priorChanges: Math.round(read('npt') * files),
      authors: read('ndev'),
      authorExperience: read('exp'),
      isFix: read('fix') > 0,
    };
  },
};

const LABELS: Record<string, number> = { true: 1, false: 0 };

function formOf({ columns }: CsvTable): Form {
  const lacks = (form: Form) =>
    [...form.columns, 'bug'].filter(name => !columns.has(name));
  const [form] = [counted, relative].sort(
    (a, b) => lacks(a).length - lacks(b).length,
  );
  const lacking = lacks(form);
  if (lacking.length > 0) {
    throw new CsvError(
      `line 1: the header lacks ${lacking.join(
        ', ',
      )}; it needs bug, ${counted.columns.join(', ')} in any order`,
    );
  }
  return form;
}

/**
 * Reads labelled changes from CSV with the change metrics of Kamei et al., "A
 * large-scale empirical study of just-in-time quality assurance" (IEEE TSE
 * 2013). Further columns are not read.
 *
 * @throws CsvError naming line and column of the first fault.
 */
export function readChanges(text: string): Change[] {
  const table = parseCsv(text);
  const form = formOf(table);
  return table.rows.map(({ line, cells }) => {
    const read: Read = column => {
      const index = table.columns.get(column) ?? -1;
      const cell = cells[index].trim();
      const value =
        cell === '' ? NaN : LABELS[cell.toLowerCase()] ?? Number(cell);
      if (!Number.isFinite(value) || value < 0) {
        throw new CsvError(
          `line ${line}, column ${
            index + 1
          } (${column}): "${cell}" is not a number of 0 or more`,
        );
      }
      return value;
    };
    const label = read('bug');
    if (label !== 0 && label !== 1) {
      const column = (table.columns.get('bug') ?? 0) + 1;
      throw new CsvError(
        `line ${line}, column ${column} (bug): ${label} is neither 0 nor 1`,
      );
    }
    return {
      metrics: form.metrics(read),
      defective: label === 1,
      date: table.columns.has('date') ? read('date') : null,
    };
  });
}
