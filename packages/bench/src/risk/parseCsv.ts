/** Where a CSV file is wrong; the message names line and column. */
export class CsvError extends Error {
  readonly name = 'CsvError';
}

export type CsvTable = {
  /** Position of each column by its name. */
  columns: ReadonlyMap<string, number>;
  rows: ReadonlyArray<{ line: number; cells: readonly string[] }>;
};

function readHeader(line: string): Map<string, number> {
  const columns = new Map<string, number>();
  line.split(',').forEach((cell, index) => {
    const name = cell.trim();
    if (name === '') return;
    if (columns.has(name)) {
      throw new CsvError(
        `line 1, column ${index + 1}: "${name}" is named twice`,
      );
    }
    columns.set(name, index);
  });
  return columns;
}

/**
 * Reads comma-separated text with a header and no quoted cells. An empty line
 * at the end is no row; columns without a name are not read.
 *
 * @throws CsvError
 */
export function parseCsv(text: string): CsvTable {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
  if (lines.length === 0) throw new CsvError('The file is empty');
  const width = lines[0].split(',').length;
  const rows = lines.slice(1).map((content, index) => {
    const line = index + 2;
    const quote = content.indexOf('"');
    if (quote >= 0) {
      const column = content.slice(0, quote).split(',').length;
      throw new CsvError(
        `line ${line}, column ${column}: quoted cells are not read`,
      );
    }
    const cells = content.split(',');
    if (cells.length !== width) {
      throw new CsvError(
        `line ${line} has ${cells.length} cells, the header has ${width} columns`,
      );
    }
    return { line, cells };
  });
  if (rows.length === 0) throw new CsvError('line 2: there are no rows');
  return { columns: readHeader(lines[0]), rows };
}
