import {
  DecisionRecord,
  VexFinding,
  Vulnerability,
} from '@adaptive-delivery/plugin-release-common';

export type VulnerabilityRow = Vulnerability & {
  /** Whose, in a bundle. */
  component: string | undefined;
  /** What the portal made of the VEX statements; undefined where none was sent. */
  finding: VexFinding | undefined;
};

export type VulnerabilityView = {
  /** The worst first, and those that are excused last. */
  rows: VulnerabilityRow[];
  open: number;
  excused: number;
  /** Builds that came without a scan; empty when all were scanned. */
  notScanned: string[];
};

const ranks = ['critical', 'high', 'unknown', 'medium', 'low'];

/** Excused ones last; then the exploited, the severe, and the likely ones first. */
function byWeight(a: VulnerabilityRow, b: VulnerabilityRow): number {
  return (
    Number(a.finding?.excused ?? false) - Number(b.finding?.excused ?? false) ||
    Number(b.kev ?? false) - Number(a.kev ?? false) ||
    ranks.indexOf(a.severity) - ranks.indexOf(b.severity) ||
    (b.cvss ?? 0) - (a.cvss ?? 0) ||
    (b.epss ?? 0) - (a.epss ?? 0) ||
    a.id.localeCompare(b.id, 'en')
  );
}

const sameId = (a: string, b: string) => a.toUpperCase() === b.toUpperCase();

/** What the scans of a release found, with what excuses it. */
export function vulnerabilityView(record: DecisionRecord): VulnerabilityView {
  const { bundle, riskInputs, decision } = record;
  const inputs = bundle
    ? bundle.builds.map(build => build.riskInputs)
    : [riskInputs];
  const rows = inputs.flatMap(({ vulnerabilities = [], component }) =>
    vulnerabilities.map(item => ({
      ...item,
      component: bundle ? component : undefined,
      finding: decision.vex?.find(
        found =>
          sameId(found.vulnerability, item.id) &&
          (!bundle || !found.component || found.component === component),
      ),
    })),
  );
  const excused = rows.filter(({ finding }) => finding?.excused).length;
  return {
    rows: rows.sort(byWeight),
    open: rows.length - excused,
    excused,
    notScanned: inputs
      .filter(({ vulnerabilities }) => vulnerabilities === undefined)
      .map(({ component }) => component),
  };
}
