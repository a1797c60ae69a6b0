import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where reports of real tools are; see the README there. */
export const fixturesFolder = join(__dirname, '..', '__fixtures__');

export const fixture = (...path: string[]) =>
  readFileSync(join(fixturesFolder, ...path), 'utf8');
