import { keySet } from '@adaptive-delivery/plugin-release-common';
import { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wholeNumber } from '../emit/options';
import {
  KEYS_FILE,
  LEDGERS,
  ROOTS_FILE,
  ledgerFileOf,
} from '../evidence/ledgers';
import { PageSource, readPages } from '../evidence/readPages';
import { writeLines } from '../evidence/writeLines';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { writeWhole } from '../files/writeWhole';
import { PortalClient } from '../http/PortalClient';
import { readAnswer } from '../http/answers';
import { PortalFlags, portalOptions } from '../http/portalOptions';
import { Io } from '../output/io';

export type ExportLedgerFlags = PortalFlags & {
  out: string;
  retryFor: string;
  requestTimeout: string;
};

const READ = 'release.decision.read';

async function writeKeys(source: PageSource, file: string): Promise<void> {
  const { body } = await source.client.request({
    method: 'GET',
    path: '/v1/keys',
    needs: READ,
    timeoutMs: source.timeoutMs,
  });
  const keys = readAnswer(keySet, body);
  await writeWhole(file, `${JSON.stringify(keys, null, 2)}\n`);
}

/**
 * `release export-ledger`: the ledgers of all backends, the signed roots and
 * the public keys as files. The roots come first, so that no root is newer
 * than the rows it holds.
 */
export async function exportLedger(
  flags: ExportLedgerFlags,
  io: Io,
): Promise<ExitCode> {
  const folder = resolve(io.cwd, flags.out);
  const source = {
    client: new PortalClient(await portalOptions(flags, io)),
    io,
    timeoutMs:
      wholeNumber('--request-timeout', flags.requestTimeout, 3600) * 1000,
    patienceMs: wholeNumber('--retry-for', flags.retryFor, 86_400) * 1000,
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeKeys(source, join(folder, KEYS_FILE));
    const roots = await writeLines(
      join(folder, ROOTS_FILE),
      readPages(source, {
        plugin: 'release-decision',
        path: '/v1/ledger/roots',
        needs: READ,
      }),
    );
    io.out(`${ROOTS_FILE}: ${roots} signed roots`);
    for (const { plugin, needs } of LEDGERS) {
      const file = ledgerFileOf(plugin);
      const pages = readPages(source, { plugin, path: '/v1/ledger', needs });
      io.out(`${file}: ${await writeLines(join(folder, file), pages)} rows`);
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw badInput(`--out ${flags.out}: ${fileFault(error)}`);
    }
    throw error;
  }
  return exitCodes.ok;
}

export function exportLedgerCommand(
  run: (flags: ExportLedgerFlags) => Promise<void>,
) {
  return new Command('export-ledger')
    .description(
      'write the ledgers of the portal, their signed roots and the public keys to files, for release verify-ledger',
    )
    .option(
      '--portal <url>',
      'address of the portal (default: $RELEASE_PORTAL)',
    )
    .option(
      '--token-file <file>',
      'file with a token that may read decisions, rollouts and policies (default: $RELEASE_TOKEN)',
    )
    .option('--out <dir>', 'where to write them', 'ledger-export')
    .option(
      '--retry-for <seconds>',
      'how long an unreachable portal is tried again',
      '60',
    )
    .option('--request-timeout <seconds>', 'for one request', '60')
    .action((flags: ExportLedgerFlags) => run(flags));
}
