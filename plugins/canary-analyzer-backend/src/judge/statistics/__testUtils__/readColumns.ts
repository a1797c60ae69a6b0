import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The columns of a CSV file of numbers, by their names. */
export function readColumns(file: string): Record<string, number[]> {
  const [head, ...lines] = readFileSync(
    path.join(__dirname, '../__fixtures__', file),
    'utf8',
  )
    .trim()
    .split(/\r?\n/);
  const names = head.split(',').map(name => name.replace(/"/g, ''));
  const rows = lines.map(line => line.split(',').map(Number));
  return Object.fromEntries(
    names.map((name, column) => [name, rows.map(row => row[column])]),
  );
}
