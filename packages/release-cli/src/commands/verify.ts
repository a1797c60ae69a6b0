import {
  ContractName,
  contracts,
} from '@adaptive-delivery/plugin-release-common';
import { Command } from 'commander';
import { basename } from 'node:path';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { describeFaults } from '../output/describeFaults';
import { Io } from '../output/io';
import { readContract } from './readContract';

export type VerifyFlags = { contract?: string; json?: boolean };

const names = Object.keys(contracts) as ContractName[];

function contractOf(file: string, named?: string): ContractName {
  const wanted = named ?? basename(file).replace(/\.json$/, '');
  const name = names.find(item => item === wanted);
  if (name) return name;
  throw badInput(
    named
      ? `--contract ${named}: there are ${names.join(', ')}`
      : `${file}: its name is none of ${names.join(
          ', ',
        )}; say which one it is with --contract`,
  );
}

/** `release verify`: checks contracts without a network and names every fault by path. */
export async function verify(
  files: readonly string[],
  flags: VerifyFlags,
  io: Io,
): Promise<ExitCode> {
  const asked = files.map(file => ({
    file,
    contract: contractOf(file, flags.contract),
  }));
  const results = [];
  for (const { file, contract } of asked) {
    const read = await readContract(contract, io.cwd, file);
    results.push({ file, contract, faults: read.ok ? [] : read.faults });
  }
  const bad = results.filter(({ faults }) => faults.length > 0);
  if (flags.json) {
    io.out(
      JSON.stringify({ valid: bad.length === 0, files: results }, null, 2),
    );
  } else {
    bad.forEach(({ file, faults }) => io.err(describeFaults(file, faults)));
    results
      .filter(({ faults }) => faults.length === 0)
      .forEach(({ file, contract }) => io.out(`${file}: a valid ${contract}`));
  }
  return bad.length === 0 ? exitCodes.ok : exitCodes.badInput;
}

export function verifyCommand(
  run: (files: string[], flags: VerifyFlags) => Promise<void>,
) {
  return new Command('verify')
    .description('check contracts offline and name every fault by its path')
    .argument('<file...>', 'such as .release/build-info.json')
    .option(
      '--contract <name>',
      `what the files hold: ${names.join(', ')} (default: by file name)`,
    )
    .option('--json', 'answer as JSON')
    .action((files: string[], flags: VerifyFlags) => run(files, flags));
}
