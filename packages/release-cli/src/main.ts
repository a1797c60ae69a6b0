import { Command, CommanderError } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { emit, emitCommand } from './commands/emit';
import { exportLedger, exportLedgerCommand } from './commands/exportLedger';
import { gate, gateCommand } from './commands/gate';
import { manifest, manifestCommand } from './commands/manifest';
import { schema, schemaCommand } from './commands/schema';
import { submit, submitCommand } from './commands/submit';
import { verify, verifyCommand } from './commands/verify';
import {
  verifyAttestation,
  verifyAttestationCommand,
} from './commands/verifyAttestation';
import { verifyLedger, verifyLedgerCommand } from './commands/verifyLedger';
import { CliError, ExitCode, exitCodes } from './exitCodes';
import { GitError } from './git/Git';
import { PortalRefusal, PortalUnreachable } from './http/PortalClient';
import { Io } from './output/io';

const HELP = `
Exit codes:
  0   done; gate: proceed
  2   wrong usage or bad input; nothing was sent
  3   refused by the portal (content, permission, quarantined artifact)
  4   portal unreachable
  10  gate: rejected
  11  gate: still on hold when the time was up
  12  verify-ledger, verify-attestation: something was altered or is missing
  1   a fault of this program

release.yaml in the checkout holds what emit needs each time. The token comes
from --token-file or RELEASE_TOKEN, the portal from --portal or RELEASE_PORTAL.`;

function createProgram(io: Io, end: (code: ExitCode) => void) {
  const program = new Command('release')
    .description('Emits, checks and posts release contracts from any CI')
    .addHelpText('after', HELP)
    .addCommand(emitCommand(async flags => end(await emit(flags, io))))
    .addCommand(
      manifestCommand(async (folders, flags) =>
        end(await manifest(folders, flags, io)),
      ),
    )
    .addCommand(submitCommand(async flags => end(await submit(flags, io))))
    .addCommand(
      gateCommand(async (id, flags) => end(await gate(id, flags, io))),
    )
    .addCommand(
      verifyCommand(async (files, flags) =>
        end(await verify(files, flags, io)),
      ),
    )
    .addCommand(
      schemaCommand(async (name, flags) => end(await schema(name, flags, io))),
    )
    .addCommand(
      exportLedgerCommand(async flags => end(await exportLedger(flags, io))),
    )
    .addCommand(
      verifyLedgerCommand(async (dir, flags) =>
        end(await verifyLedger(dir, flags, io)),
      ),
    )
    .addCommand(
      verifyAttestationCommand(async (files, flags) =>
        end(await verifyAttestation(files, flags, io)),
      ),
    );
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: text => io.out(text.trimEnd()),
      writeErr: text => io.err(text.trimEnd()),
    });
  }
  return program;
}

function codeOf(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
  }
  if (error instanceof CliError) {
    io.err(`release: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof PortalRefusal) {
    io.err(`release: refused. ${error.message}`);
    return exitCodes.refused;
  }
  if (error instanceof PortalUnreachable) {
    io.err(`release: the portal cannot be reached. ${error.message}`);
    return exitCodes.unreachable;
  }
  if (error instanceof GitError) {
    io.err(`release: ${error.message}`);
    return exitCodes.badInput;
  }
  io.err(
    `release: ${error instanceof Error ? error.stack ?? error.message : error}`,
  );
  return exitCodes.internal;
}

/**
 * Runs one command and gives its exit code; it never ends the process.
 *
 * @param args - without `node` and the script
 */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  try {
    const program = createProgram(io, ended => {
      code = ended;
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return codeOf(error, io);
  }
  return code;
}

/** The process as the commands see it. */
export function processIo(): Io {
  // a reader that leaves early (release … | head) does not change the exit code
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    cwd: process.cwd(),
    env: process.env,
    out: text => process.stdout.write(`${text}\n`),
    err: text => process.stderr.write(`${text}\n`),
    now: Date.now,
    sleep: ms => sleep(ms),
  };
}
