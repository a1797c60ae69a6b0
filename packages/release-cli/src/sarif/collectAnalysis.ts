import { RiskInputs } from '@adaptive-delivery/plugin-release-common';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { Seen, leftOut, nothingMatches } from '../reports/seen';
import { readFindings } from './findings';
import { countNew } from './newFindings';
import { SarifRun, parseSarif } from './sarifLog';

/** Paths or globs of SARIF logs. */
export type AnalysisSources = {
  files: readonly string[];
  /** The logs of the release that this one follows. */
  base: readonly string[];
  /** Without a base, every finding counts as new. */
  isEachNew: boolean;
};

const SARIF: ReportKind<SarifRun[]> = {
  title: 'SARIF log',
  parse: parseSarif,
  isStrictText: true,
};

/** The first release has none. */
const BASE = { ...SARIF, title: 'SARIF base', mayBeMissing: true };

async function readRuns(
  cwd: string,
  kind: ReportKind<SarifRun[]>,
  patterns: readonly string[],
) {
  const { reports, missing } = await readReportFiles(
    cwd,
    kind,
    patterns.map(files => ({ files })),
  );
  return {
    runs: reports.flatMap(report => report.value),
    missing,
  };
}

/**
 * New findings of static analysis by severity. Without anything to compare
 * with it cannot be told what is new; then the evidence is missing, unless
 * nothing was found or the repository counts every finding.
 *
 * @param tracked - paths that git tracks, to tell a file in logs of several
 *   machines
 * @throws CliError naming the log that cannot be read.
 */
export async function collectAnalysis(
  cwd: string,
  sources: AnalysisSources,
  tracked: ReadonlySet<string>,
): Promise<Seen<NonNullable<RiskInputs['staticAnalysis']>>> {
  if (sources.files.length === 0) return { notices: [] };
  const { runs, missing } = await readRuns(cwd, SARIF, sources.files);
  if (missing.length > 0) {
    return { notices: leftOut('static analysis', nothingMatches(missing)) };
  }
  const before = await readRuns(cwd, BASE, sources.base);
  const counts = countNew(
    readFindings(runs, tracked),
    before.runs.length > 0 ? readFindings(before.runs, tracked) : undefined,
    sources.isEachNew,
  );
  if ('notComparable' in counts) {
    return {
      notices: leftOut('static analysis', [
        `which findings of ${counts.notComparable} are new cannot be told without those of the release before (--sarif-base); --sarif-count-all counts each as new`,
      ]),
    };
  }
  return { value: { newFindings: counts }, notices: [] };
}
