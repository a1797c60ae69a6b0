import { errorWords } from '../output/errorWords';
import {
  OperatingSystem,
  TestSummary,
} from '@adaptive-delivery/plugin-release-common';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { badInput } from '../exitCodes';
import { findFiles } from '../files/findFiles';
import { JunitTotals, addTotals, parseJunit } from './parseJunit';

/** Reports by path or glob, and the system that the tests ran on. */
export type ReportSource = { files: string; os: OperatingSystem };

export type Reports = {
  tests: TestSummary[];
  /** Last changes of the reports, in milliseconds since the epoch. */
  modifiedAt: number[];
  /** Sources that matched nothing. */
  missing: ReportSource[];
};

const MAX_REPORT_BYTES = 128 * 1024 * 1024;
const MAX_REPORTS = 20_000;

/** UTF-8, or UTF-16 by its byte order mark, as some Windows tools write it. */
function decode(bytes: Buffer): string {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  let encoding = 'utf-8';
  if (isLittle) encoding = 'utf-16le';
  else if (isBig) encoding = 'utf-16be';
  return new TextDecoder(encoding).decode(bytes);
}

async function readReport(path: string, shown: string) {
  try {
    const { size, mtimeMs } = await stat(path);
    if (size > MAX_REPORT_BYTES) {
      throw new Error(`is larger than ${MAX_REPORT_BYTES} bytes`);
    }
    return {
      totals: parseJunit(decode(await readFile(path))),
      modifiedAt: Math.floor(mtimeMs),
    };
  } catch (error) {
    throw badInput(`JUnit report ${shown} ${errorWords(error)}`);
  }
}

/**
 * Sums the reports of each system. A report that cannot be read ends the
 * command, because leaving it out would hide its failures; a source that
 * matches nothing is told to the caller, so that the tests count as missing.
 *
 * @throws CliError naming the file.
 */
export async function readReports(
  cwd: string,
  sources: readonly ReportSource[],
): Promise<Reports> {
  const bySystem = new Map<OperatingSystem, JunitTotals>();
  const modifiedAt: number[] = [];
  const missing: ReportSource[] = [];
  const seen = new Set<string>();
  for (const source of sources) {
    const found = await findFiles(cwd, source.files);
    if (found.length === 0) missing.push(source);
    for (const file of found) {
      const path = resolve(cwd, file);
      if (seen.has(path)) continue;
      seen.add(path);
      if (seen.size > MAX_REPORTS) {
        throw badInput(`--junit matches more than ${MAX_REPORTS} reports`);
      }
      const report = await readReport(path, file);
      const known = bySystem.get(source.os);
      bySystem.set(
        source.os,
        known ? addTotals(known, report.totals) : report.totals,
      );
      modifiedAt.push(report.modifiedAt);
    }
  }
  const tests = [...bySystem].map(([os, totals]) => ({
    os,
    ...totals,
    durationSeconds: Math.round(totals.durationSeconds * 1000) / 1000,
  }));
  return { tests, modifiedAt, missing };
}
