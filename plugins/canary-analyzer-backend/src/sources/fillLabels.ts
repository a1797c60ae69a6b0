import { MetricLabels } from '@adaptive-delivery/plugin-release-common';

/** As PromQL, like Go, reads a double-quoted string; everything unusual as an escape. */
function quote(value: string): string {
  const escaped = value
    .toWellFormed()
    .replace(/["\\]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(
      /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `"${escaped}"`;
}

/**
 * Puts an arm's label matchers where the query says `{{labels}}`, sorted by
 * name; no value can end its string and become part of the query.
 */
export function fillLabels(query: string, labels: MetricLabels): string {
  const matchers = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join(',');
  return query.replaceAll('{{labels}}', () => matchers);
}
