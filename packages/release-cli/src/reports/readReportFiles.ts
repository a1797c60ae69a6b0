import glob from 'fast-glob';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { badInput } from '../exitCodes';
import { findFiles } from '../files/findFiles';
import { readBytesBounded } from '../files/readBounded';
import { errorWords } from '../output/errorWords';
import { contractText } from '../output/safeText';
import { decodeReport } from './decodeReport';

/** A kind of report: what to call it, and how its text is read. */
export type ReportKind<T> = {
  /** As in "Coverage report out/a.info is empty". */
  title: string;
  /** @throws Error whose message goes on after the name of the file */
  parse: (text: string) => T;
  /** A file that is named but not there is missing, as a glob without a match is. */
  mayBeMissing?: boolean;
  /** Bytes that are no text are a fault, and not only a mark in the text. */
  isStrictText?: boolean;
};

/** A file or a glob. */
export type ReportFiles = { files: string };

export type ReadReport<T, S> = {
  source: S;
  /** As it was found: below the folder, or as it was given. */
  file: string;
  value: T;
  sha256: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
};

export type ReadReports<T, S> = {
  reports: Array<ReadReport<T, S>>;
  /** Globs that matched nothing: that evidence is missing. */
  missing: S[];
};

const MAX_REPORT_BYTES = 128 * 1024 * 1024;
const MAX_REPORTS = 20_000;
const MAX_WORDS = 2000;

async function readReport<T>(cwd: string, file: string, kind: ReportKind<T>) {
  try {
    const { bytes, modifiedAt } = await readBytesBounded(
      resolve(cwd, file),
      MAX_REPORT_BYTES,
    );
    return {
      value: kind.parse(decodeReport(bytes, kind.isStrictText === true)),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      modifiedAt,
    };
  } catch (error) {
    // the words may quote the report
    const words = contractText(errorWords(error), MAX_WORDS) ?? 'is unfit';
    throw badInput(`${kind.title} ${file} ${words}`);
  }
}

/**
 * Reads each report once, however often it is named. What cannot be read ends
 * the command, because leaving it out would hide what it says: a file that is
 * named and is not there, and one that is broken, empty or of another kind. A
 * glob that matches nothing is told to the caller as missing.
 *
 * @throws CliError naming the file and the place in it.
 */
export async function readReportFiles<T, S extends ReportFiles>(
  cwd: string,
  kind: ReportKind<T>,
  sources: readonly S[],
): Promise<ReadReports<T, S>> {
  const reports: Array<ReadReport<T, S>> = [];
  const missing: S[] = [];
  const seen = new Set<string>();
  for (const source of sources) {
    const found = await findFiles(cwd, source.files);
    if (found.length === 0) {
      if (!kind.mayBeMissing && !glob.isDynamicPattern(source.files)) {
        throw badInput(`${kind.title} ${source.files} is not there`);
      }
      missing.push(source);
    }
    for (const file of found) {
      const path = resolve(cwd, file);
      if (seen.has(path)) continue;
      seen.add(path);
      if (seen.size > MAX_REPORTS) {
        throw badInput(
          `${source.files} matches too many files: at most ${MAX_REPORTS} reports are read`,
        );
      }
      reports.push({ source, file, ...(await readReport(cwd, file, kind)) });
    }
  }
  return { reports, missing };
}
