import { Command } from 'commander';
import { join, resolve } from 'node:path';
import { readAnchorFile, readAnchorTags } from '../evidence/anchors';
import { Anchored, checkEvidence } from '../evidence/checkEvidence';
import { describeEvidence } from '../evidence/describeEvidence';
import { ROOTS_FILE, ledgerFileOf } from '../evidence/ledgers';
import { readJsonLines } from '../evidence/readLines';
import { readKeys } from '../evidence/readKeys';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { Io } from '../output/io';

export type VerifyLedgerFlags = {
  keys: string;
  anchor: string[];
  anchorGit: string[];
  json?: boolean;
};

async function readAnchors(
  flags: VerifyLedgerFlags,
  io: Io,
): Promise<Anchored[]> {
  return Promise.all([
    ...flags.anchor.map(async file => ({
      name: file,
      envelopes: await readAnchorFile(io.cwd, file),
    })),
    ...flags.anchorGit.map(async repository => ({
      name: repository,
      envelopes: await readAnchorTags(io, repository),
    })),
  ]);
}

/** The values of a file that the export has to hold. */
async function* exported(folder: string, file: string) {
  try {
    yield* readJsonLines(join(folder, file));
  } catch (error) {
    throw badInput(`${file}: ${fileFault(error)}`);
  }
}

async function all(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** `release verify-ledger`: proves an export offline and names what was altered first. */
export async function verifyLedger(
  dir: string,
  flags: VerifyLedgerFlags,
  io: Io,
): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir);
  const keys = await readKeys(io.cwd, flags.keys);
  const anchors = await readAnchors(flags, io);
  if (anchors.length === 0) {
    io.err(
      'notice: without --anchor or --anchor-git it does not show when ledgers were changed together with the roots of the portal',
    );
  }
  const report = await checkEvidence({
    keys,
    anchors,
    roots: await all(exported(folder, ROOTS_FILE)),
    rowsOf: ledger => exported(folder, ledgerFileOf(ledger)),
  });
  if (flags.json) io.out(JSON.stringify(report, null, 2));
  else if (report.holds) io.out(describeEvidence(report));
  else io.err(describeEvidence(report));
  return report.holds ? exitCodes.ok : exitCodes.altered;
}

const collect = (value: string, before: string[]) => [...before, value];

export function verifyLedgerCommand(
  run: (dir: string, flags: VerifyLedgerFlags) => Promise<void>,
) {
  return new Command('verify-ledger')
    .description(
      'prove exported ledgers offline and name the first row that was altered: exit code 12 if any',
    )
    .argument('<dir>', 'as release export-ledger wrote it')
    .requiredOption(
      '--keys <file>',
      'public keys of the portal, kept from an earlier GET /v1/keys',
    )
    .option(
      '--anchor <file>',
      'roots as they were anchored in a file (adaptiveDelivery.ledger.anchor.file)',
      collect,
      [],
    )
    .option(
      '--anchor-git <repository>',
      'roots as they were anchored as tags of a Git repository',
      collect,
      [],
    )
    .option('--json', 'answer as JSON')
    .action((dir: string, flags: VerifyLedgerFlags) => run(dir, flags));
}
