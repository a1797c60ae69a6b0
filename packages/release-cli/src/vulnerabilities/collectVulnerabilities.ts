import { RiskInputs } from '@adaptive-delivery/plugin-release-common';
import { readJson } from '../reports/parseJsonReport';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { Seen, leftOut, nothingMatches } from '../reports/seen';
import { FoundVulnerability } from './foundVulnerability';
import { isGrype, readGrype } from './grype';
import { mergeVulnerabilities } from './mergeVulnerabilities';
import { isOsv, readOsv } from './osv';

/**
 * Reads what a scanner found; undefined when its report does not tell whether
 * it looked.
 *
 * @throws Error saying what is wrong, with the place in the report.
 */
export function parseVulnerabilities(
  text: string,
): FoundVulnerability[] | undefined {
  const report = readJson(text);
  if (isGrype(report)) return readGrype(report);
  if (isOsv(report)) return readOsv(report);
  throw new Error(
    'is no report of Grype (-o json) or OSV-Scanner (--format json)',
  );
}

const SCAN: ReportKind<FoundVulnerability[] | undefined> = {
  title: 'Vulnerability report',
  parse: parseVulnerabilities,
  isStrictText: true,
};

/**
 * The vulnerabilities that scanners found, each once. A scan that found
 * nothing is an empty list; without a scan the evidence is missing.
 *
 * @param files - paths or globs of reports of Grype and OSV-Scanner
 * @throws CliError naming the report that cannot be read.
 */
export async function collectVulnerabilities(
  cwd: string,
  files: readonly string[],
): Promise<Seen<NonNullable<RiskInputs['vulnerabilities']>>> {
  if (files.length === 0) return { notices: [] };
  const { reports, missing } = await readReportFiles(
    cwd,
    SCAN,
    files.map(pattern => ({ files: pattern })),
  );
  const silent = reports.filter(report => report.value === undefined);
  const reasons = [
    ...nothingMatches(missing),
    ...silent.map(
      ({ file }) =>
        `${file} names no package that was scanned, as after a scan that failed; run osv-scanner with --all-packages`,
    ),
  ];
  if (reasons.length > 0) {
    return { notices: leftOut('scan for vulnerabilities', reasons) };
  }
  return {
    value: mergeVulnerabilities(reports.flatMap(report => report.value ?? [])),
    notices: [],
  };
}
