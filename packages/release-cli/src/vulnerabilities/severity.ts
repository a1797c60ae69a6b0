import { cvss3BaseScore } from './cvss3';
import { Severity } from './foundVulnerability';

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  negligible: 'low',
};

const ASCENDING: readonly Severity[] = [
  'unknown',
  'low',
  'medium',
  'high',
  'critical',
];

/** What a scanner calls a severity; a word that is not known is no low one. */
export const severityOfWord = (word: unknown): Severity =>
  typeof word === 'string' && Object.hasOwn(WORDS, word.toLowerCase())
    ? WORDS[word.toLowerCase()]
    : 'unknown';

/** The qualitative scale of CVSS v3.1, section 5 (v4.0 has the same). */
export function severityOfScore(score: number | undefined): Severity {
  if (score === undefined) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return 'low';
}

export const highestSeverity = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>(
    (a, b) => (ASCENDING.indexOf(b) > ASCENDING.indexOf(a) ? b : a),
    'unknown',
  );

/** The highest number; undefined when there is none. */
export function highest(
  numbers: ReadonlyArray<number | undefined>,
): number | undefined {
  return numbers.reduce<number | undefined>(
    (a, b) => (a === undefined || (b !== undefined && b > a) ? b : a),
    undefined,
  );
}

/**
 * The base score of a vector. A v3 vector is scored here; of another version
 * counts the score that the report gives with it, but never a 0, which tools
 * write for what they cannot score.
 */
export function scoreOf(
  vector: string,
  given: number | undefined,
): number | undefined {
  return cvss3BaseScore(vector) ?? (given || undefined);
}
