import { Vulnerability } from '../contracts';
import { Evidence } from './evidence';
import { Severity, VulnerabilityClause } from './schema/vulnerabilities';
import { shorten } from './shorten';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A vulnerability that was neither given a severity nor a CVSS figure. */
export const isUnrated = ({ severity, cvss }: Vulnerability): boolean =>
  severity === 'unknown' && cvss === undefined;

/** The qualitative rating of a CVSS base score (CVSS v3.1 specification, section 5). */
function ratingOf(cvss: number): Severity {
  if (cvss >= 9) return 'critical';
  if (cvss >= 7) return 'high';
  return cvss >= 4 ? 'medium' : 'low';
}

/**
 * What a vulnerability counts as: what the scanner says; where that is
 * unknown, what its CVSS figure says; and without both, what the policy says.
 */
export function severityOf(
  item: Vulnerability,
  { unratedCountsAs = 'high' }: Pick<Evidence, 'unratedCountsAs'>,
): Severity {
  if (item.severity !== 'unknown') return item.severity;
  return item.cvss === undefined ? unratedCountsAs : ratingOf(item.cvss);
}

const sameId = (a: string, b: string) => a.toUpperCase() === b.toUpperCase();

/**
 * Vulnerabilities that no verified VEX statement excuses; undefined when there
 * is no scan. What the pipeline itself says of a VEX statement excuses nothing.
 */
export function openVulnerabilities(
  { submission, vex = [] }: Evidence,
  which: (item: Vulnerability) => boolean = () => true,
): Vulnerability[] | undefined {
  const excused = new Set(
    vex
      .filter(finding => finding.excused)
      .map(({ vulnerability }) => vulnerability.toUpperCase()),
  );
  return submission.riskInputs.vulnerabilities?.filter(
    item => !excused.has(item.id.toUpperCase()) && which(item),
  );
}

/** Whether everything that a line of a policy says is true of a vulnerability. */
function isMeant(
  clause: VulnerabilityClause,
  item: Vulnerability,
  evidence: Evidence,
): boolean {
  const { cvss, epss } = item;
  const atLeast = (figure: number | undefined, bound: number | undefined) =>
    bound === undefined || (figure !== undefined && figure >= bound);
  return (
    (!clause.severity || severityOf(item, evidence) === clause.severity) &&
    atLeast(cvss, clause.cvssAtLeast) &&
    atLeast(epss, clause.epssAtLeast) &&
    (!clause.epssMissing || epss === undefined) &&
    (!clause.kev || item.kev === true) &&
    (!clause.unrated || isUnrated(item))
  );
}

function worstFirst(evidence: Evidence) {
  const rank = (item: Vulnerability) =>
    severities.indexOf(severityOf(item, evidence));
  return (a: Vulnerability, b: Vulnerability) =>
    Number(b.kev ?? false) - Number(a.kev ?? false) ||
    rank(a) - rank(b) ||
    (b.cvss ?? 0) - (a.cvss ?? 0) ||
    (b.epss ?? 0) - (a.epss ?? 0) ||
    a.id.localeCompare(b.id, 'en');
}

/**
 * The open vulnerabilities of which one of the lines is true, the worst first;
 * none when there is no scan.
 */
export function vulnerabilitiesMeant(
  clauses: readonly VulnerabilityClause[],
  evidence: Evidence,
): Vulnerability[] {
  const meant = openVulnerabilities(evidence, item =>
    clauses.some(clause => isMeant(clause, item, evidence)),
  );
  return (meant ?? []).sort(worstFirst(evidence));
}

/** `CVE-2026-1 (critical, CVSS 9.8, EPSS 41 %, known to be exploited)` */
function describe(item: Vulnerability): string {
  const figures = [
    isUnrated(item) ? 'neither severity nor CVSS given' : item.severity,
    item.cvss !== undefined && `CVSS ${item.cvss}`,
    item.epss !== undefined && `EPSS ${Math.round(item.epss * 1000) / 10} %`,
    item.kev && 'known to be exploited',
  ].filter(Boolean);
  return `${shorten(item.id, 40)} (${figures.join(', ')})`;
}

const NAMED = 3;

/**
 * Vulnerabilities with their figures, at most three of them, and why a VEX
 * statement about one of these does not excuse it.
 */
export function describeVulnerabilities(
  items: readonly Vulnerability[],
  { vex = [] }: Pick<Evidence, 'vex'>,
): string {
  if (items.length === 0) return 'none';
  const named = items.slice(0, NAMED);
  const rest = items.length - named.length;
  const list = named.map(describe).join(', ');
  const refused = named.flatMap(({ id }) =>
    vex
      .filter(({ vulnerability }) => sameId(vulnerability, id))
      .map(({ words }) => words),
  );
  return [rest > 0 ? `${list} and ${rest} more` : list, ...refused].join('; ');
}
