import { parseVulnerabilities } from '../vulnerabilities/collectVulnerabilities';
import { mergeVulnerabilities } from '../vulnerabilities/mergeVulnerabilities';
import { fixture } from './fixtures';

/** A report that a real scanner made. */
export const scan = (name: string) =>
  fixture('vulnerabilities', `${name}.json`);

/** What is counted of reports together. */
export const merged = (...texts: string[]) =>
  mergeVulnerabilities(texts.flatMap(text => parseVulnerabilities(text) ?? []));

export type Change = Record<string, unknown>;

/** A report of Grype with these matches. */
export const grype = (matches: unknown, more: Change = {}) =>
  JSON.stringify({ matches, descriptor: { name: 'grype' }, ...more });

/** A match of Grype. */
export const found = (
  change: Change,
  related: Change[] = [],
  more: Change = {},
) => ({
  vulnerability: { id: 'GHSA-a', severity: 'High', ...change },
  relatedVulnerabilities: related,
  artifact: { name: 'a', version: '1' },
  ...more,
});

/** A report of OSV-Scanner about one package. */
export const osv = (groups: Change[], vulnerabilities: Change[] = []) =>
  JSON.stringify({
    results: [
      {
        packages: [
          {
            package: { name: 'a', version: '1', ecosystem: 'Alpine' },
            groups,
            vulnerabilities,
          },
        ],
      },
    ],
    experimental_config: {},
  });
