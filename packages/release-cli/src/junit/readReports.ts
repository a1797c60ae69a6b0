import {
  OperatingSystem,
  TestSummary,
} from '@adaptive-delivery/plugin-release-common';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { JunitTotals, addTotals, parseJunit } from './parseJunit';

/** Reports by path or glob, and the system that the tests ran on. */
export type ReportSource = { files: string; os: OperatingSystem };

export type Reports = {
  tests: TestSummary[];
  /** Last changes of the reports, in milliseconds since the epoch. */
  modifiedAt: number[];
  /** Globs that matched nothing. */
  missing: ReportSource[];
};

const JUNIT: ReportKind<JunitTotals> = {
  title: 'JUnit report',
  parse: parseJunit,
};

/**
 * Sums the reports of each system.
 *
 * @throws CliError naming the file that cannot be read.
 */
export async function readReports(
  cwd: string,
  sources: readonly ReportSource[],
): Promise<Reports> {
  const { reports, missing } = await readReportFiles(cwd, JUNIT, sources);
  const bySystem = new Map<OperatingSystem, JunitTotals>();
  for (const { source, value } of reports) {
    const known = bySystem.get(source.os);
    bySystem.set(source.os, known ? addTotals(known, value) : value);
  }
  const tests = [...bySystem].map(([os, totals]) => ({
    os,
    ...totals,
    durationSeconds: Math.round(totals.durationSeconds * 1000) / 1000,
  }));
  return {
    tests,
    modifiedAt: reports.map(report => report.modifiedAt),
    missing,
  };
}
