import { RiskInputs } from '@adaptive-delivery/plugin-release-common';
import { nameSources } from '../paths/nameSources';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { Seen, leftOut, nothingMatches } from '../reports/seen';
import { CoverageReport, CoverageSum } from './lineCoverage';
import { parseCoverage } from './parseCoverage';

/** Paths or globs of LCOV and Cobertura reports. */
export type CoverageSources = {
  files: readonly string[];
  /** The reports of the release that this one follows. */
  base: readonly string[];
};

const COVERAGE: ReportKind<CoverageReport> = {
  title: 'Coverage report',
  parse: parseCoverage,
};

/** The first release has none. */
const BASE = { ...COVERAGE, title: 'Coverage base', mayBeMissing: true };

const rounded = (share: number) => Math.round(share * 1e6) / 1e6;

/** The share of lines that ran, over all reports. */
async function shareOf(
  cwd: string,
  kind: ReportKind<CoverageReport>,
  patterns: readonly string[],
  tracked: ReadonlySet<string>,
): Promise<Seen<number>> {
  const { reports, missing } = await readReportFiles(
    cwd,
    kind,
    patterns.map(files => ({ files })),
  );
  if (missing.length > 0) {
    return { notices: nothingMatches(missing) };
  }
  const sum = new CoverageSum();
  for (const { value } of reports) {
    const names = nameSources(
      value.map(file => file.candidates),
      tracked,
    );
    value.forEach((file, index) => sum.add(names[index], file.lines));
  }
  const { lines, covered } = sum.totals();
  if (lines === 0) return { notices: ['no report lists a line'] };
  return { value: covered / lines, notices: [] };
}

/**
 * The share of lines that tests ran, and how it changed since the base.
 *
 * @param tracked - paths that git tracks, to tell a file in reports of
 *   several machines
 * @throws CliError naming the report that cannot be read.
 */
export async function collectCoverage(
  cwd: string,
  { files, base }: CoverageSources,
  tracked: ReadonlySet<string>,
): Promise<Seen<NonNullable<RiskInputs['coverage']>>> {
  if (files.length === 0) return { notices: [] };
  const now = await shareOf(cwd, COVERAGE, files, tracked);
  if (now.value === undefined) {
    return { notices: leftOut('coverage', now.notices) };
  }
  if (base.length === 0) {
    return { value: { lines: rounded(now.value) }, notices: [] };
  }
  const before = await shareOf(cwd, BASE, base, tracked);
  return {
    value: {
      lines: rounded(now.value),
      delta:
        before.value === undefined
          ? undefined
          : rounded(now.value - before.value),
    },
    notices: leftOut('change of the coverage', before.notices),
  };
}
