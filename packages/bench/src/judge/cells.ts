import { CsvError, CsvTable } from '../risk/parseCsv';

type Row = CsvTable['rows'][number];

/** Reads cells by column name. */
export type CellReader = {
  text(row: Row, column: string): string;
  number(row: Row, column: string): number;
  /** Null for an empty cell and for NaN. */
  optionalNumber(row: Row, column: string): number | null;
  /** 0 or 1. */
  flag(row: Row, column: string): boolean;
  oneOf<T extends string>(row: Row, column: string, allowed: readonly T[]): T;
};

/** @throws CsvError, when a cell is read, that names line and column. */
export function cellReader(table: CsvTable): CellReader {
  const text = (row: Row, column: string) => {
    const index = table.columns.get(column);
    if (index === undefined) {
      throw new CsvError(`line 1: there is no column ${column}`);
    }
    return row.cells[index].trim();
  };
  const fault = (row: Row, column: string, expected: string) =>
    new CsvError(
      `line ${row.line}, column ${column}: "${text(
        row,
        column,
      )}" is not ${expected}`,
    );
  const number = (row: Row, column: string) => {
    const cell = text(row, column);
    const value = cell === '' ? NaN : Number(cell);
    if (!Number.isFinite(value)) throw fault(row, column, 'a number');
    return value;
  };
  const oneOf = <T extends string>(
    row: Row,
    column: string,
    allowed: readonly T[],
  ): T => {
    const found = allowed.find(one => one === text(row, column));
    if (found === undefined) throw fault(row, column, allowed.join(' or '));
    return found;
  };
  return {
    text,
    number,
    oneOf,
    optionalNumber: (row, column) =>
      /^(nan)?$/i.test(text(row, column)) ? null : number(row, column),
    flag: (row, column) => oneOf(row, column, ['0', '1']) === '1',
  };
}
