import {
  DsseEnvelope,
  RiskInputs,
  dsseEnvelope,
} from '@adaptive-delivery/plugin-release-common';
import { checkReport, keysOf, readJson } from '../reports/parseJsonReport';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { Seen, leftOut, nothingMatches } from '../reports/seen';

/** @throws Error saying what is wrong, with the place in the envelope. */
export function parseVexEnvelope(text: string): DsseEnvelope {
  const document = readJson(text);
  if (keysOf(document).payloadType === undefined) {
    throw new Error(
      'is no DSSE envelope; only a signed VEX document excuses anything',
    );
  }
  return checkReport(dsseEnvelope, document);
}

const VEX: ReportKind<DsseEnvelope> = {
  title: 'VEX document',
  parse: parseVexEnvelope,
  isStrictText: true,
};

/**
 * Signed VEX documents as they are; the portal verifies them.
 *
 * @param files - paths or globs of DSSE envelopes
 * @throws CliError naming the file that cannot be read.
 */
export async function collectVex(
  cwd: string,
  files: readonly string[],
): Promise<Seen<NonNullable<RiskInputs['vexStatements']>>> {
  if (files.length === 0) return { notices: [] };
  const { reports, missing } = await readReportFiles(
    cwd,
    VEX,
    files.map(pattern => ({ files: pattern })),
  );
  const notices = leftOut('VEX document', nothingMatches(missing));
  if (reports.length === 0) return { notices };
  return {
    value: reports.map(({ value }) => ({ envelope: value })),
    notices,
  };
}
