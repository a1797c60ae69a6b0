import {
  BundleReport,
  VerifiedStatement,
  attestationBundle,
  parseStrictJson,
  parseWith,
  verifyBundle,
} from '@adaptive-delivery/plugin-release-common';
import { isError } from '@backstage/errors';
import { Command } from 'commander';
import { resolve } from 'node:path';
import { hashFile } from '../artifacts/hashFile';
import { readKeys } from '../evidence/readKeys';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { readBounded } from '../files/readBounded';
import { Io } from '../output/io';
import { safeText } from '../output/safeText';

export type VerifyAttestationFlags = {
  keys: string;
  artifact: string[];
  json?: boolean;
};

const MAX_BYTES = 256 * 1024 * 1024;

async function readEnvelopes(cwd: string, file: string): Promise<unknown[]> {
  try {
    const text = await readBounded(resolve(cwd, file), MAX_BYTES);
    const value = parseStrictJson(text, file);
    return parseWith(attestationBundle, file, value).envelopes;
  } catch (error) {
    if (isError(error) && error.name === 'ContractError') {
      throw badInput(
        `${file} is not what the attestation routes answer: ${error.message}`,
      );
    }
    throw badInput(`${file}: ${fileFault(error)}`);
  }
}

/** The artifacts that no statement is about. */
async function strangers(
  files: readonly string[],
  { statements }: BundleReport,
  cwd: string,
): Promise<string[]> {
  const known = new Set(
    statements.flatMap(({ statement }) =>
      statement.subject.map(({ digest }) => digest.sha256),
    ),
  );
  const found: string[] = [];
  for (const file of files) {
    const { sha256 } = await hashFile(resolve(cwd, file)).catch(error => {
      throw badInput(`--artifact ${file}: ${error.message}`);
    });
    if (!known.has(sha256)) {
      found.push(
        `${file} (sha256 ${sha256}) is none of the artifacts they are about`,
      );
    }
  }
  return found;
}

function describe({ statement, signedBy }: VerifiedStatement): string {
  const { predicateType, predicate, subject } = statement;
  const kind = predicateType.split('/').at(-2);
  return `${kind}, signed ${predicate.signedAt} with ${signedBy
    .map(key => key.keyId)
    .join(', ')}, about ${subject.map(({ name }) => name).join(', ')}`;
}

/** `release verify-attestation`: proves statements about a release offline. */
export async function verifyAttestation(
  files: readonly string[],
  flags: VerifyAttestationFlags,
  io: Io,
): Promise<ExitCode> {
  const keys = await readKeys(io.cwd, flags.keys);
  const sources = await Promise.all(
    files.map(async file =>
      (
        await readEnvelopes(io.cwd, file)
      ).map((envelope, at) => ({
        envelope,
        name: `${file}: envelope ${at + 1}`,
      })),
    ),
  );
  const named = sources.flat();
  const report = await verifyBundle(
    named.map(({ envelope }) => envelope),
    keys,
  );
  const faults = [
    ...(named.length === 0 ? ['there is no statement in it'] : []),
    ...report.faults.map(
      ({ index, words }) => `${named[index].name}: ${words}`,
    ),
    ...(await strangers(flags.artifact, report, io.cwd)),
  ];
  const believed = report.statements.map(describe);
  if (flags.json) {
    io.out(
      JSON.stringify({ holds: faults.length === 0, faults, believed }, null, 2),
    );
  } else if (faults.length > 0) {
    faults.forEach(words => io.err(safeText(words)));
  } else {
    believed.forEach(words => io.out(safeText(words)));
  }
  return faults.length === 0 ? exitCodes.ok : exitCodes.altered;
}

export function verifyAttestationCommand(
  run: (files: string[], flags: VerifyAttestationFlags) => Promise<void>,
) {
  return new Command('verify-attestation')
    .description(
      'prove what was signed about a release offline: exit code 12 if it does not hold',
    )
    .argument(
      '<file...>',
      'answers of the attestation routes; statements may build on others in any of them',
    )
    .requiredOption(
      '--keys <file>',
      'public keys of the portal, kept from an earlier GET /v1/keys',
    )
    .option(
      '--artifact <file>',
      'a file that has to be one of those the statements are about',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--json', 'answer as JSON')
    .action((files: string[], flags: VerifyAttestationFlags) =>
      run(files, flags),
    );
}
