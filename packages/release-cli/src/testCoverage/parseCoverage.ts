import { CoverageReport } from './lineCoverage';
import { parseCobertura } from './parseCobertura';
import { parseLcov } from './parseLcov';

/**
 * Reads a coverage report, which tells its format by its first character.
 *
 * @throws Error saying what is wrong, with the place in the report.
 */
export function parseCoverage(text: string): CoverageReport {
  const start = text.trimStart();
  if (start === '') throw new Error('is empty');
  return start.startsWith('<') ? parseCobertura(text) : parseLcov(text);
}
