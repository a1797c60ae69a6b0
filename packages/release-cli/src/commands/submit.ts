import {
  Contract,
  ContractError,
  ContractName,
  Submission,
  parseWith,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import { Command } from 'commander';
import { join, resolve } from 'node:path';
import { wholeNumber } from '../emit/options';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { writeWhole } from '../files/writeWhole';
import { PortalClient } from '../http/PortalClient';
import { decisionAnswer, readAnswer } from '../http/answers';
import { PortalFlags, portalOptions } from '../http/portalOptions';
import { withRetries } from '../http/retry';
import { describeDecision } from '../output/describeDecision';
import { describeFaults } from '../output/describeFaults';
import { Io } from '../output/io';
import { readSettings } from '../settings/readSettings';
import { readContract } from './readContract';

export type SubmitFlags = PortalFlags & {
  environment?: string;
  dir: string;
  buildInfo?: string;
  riskInputs?: string;
  idFile?: string;
  retryFor: string;
  requestTimeout: string;
  json?: boolean;
};

async function contractFile<N extends ContractName>(
  name: N,
  file: string,
  io: Io,
): Promise<Contract<N>> {
  const read = await readContract(name, io.cwd, file);
  if (read.ok) return read.contract;
  throw badInput(`${describeFaults(file, read.faults)}\nNothing was sent.`);
}

async function readSubmission(flags: SubmitFlags, io: Io): Promise<Submission> {
  const environment =
    flags.environment ?? (await readSettings(io.cwd)).environment;
  if (!environment) {
    throw badInput(
      'into which environment? Give --environment <name>, such as production.',
    );
  }
  const body = {
    buildInfo: await contractFile(
      'build-info',
      flags.buildInfo ?? join(flags.dir, 'build-info.json'),
      io,
    ),
    riskInputs: await contractFile(
      'risk-inputs',
      flags.riskInputs ?? join(flags.dir, 'risk-inputs.json'),
      io,
    ),
    environment,
  };
  try {
    return parseWith(submission, 'the submission', body);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw badInput(`${error.message}\nNothing was sent.`);
  }
}

/**
 * `release submit`: posts a candidate. The portal knows a candidate by its
 * content, so sending it again, after a lost answer as well, never makes a
 * second decision.
 */
export async function submit(flags: SubmitFlags, io: Io): Promise<ExitCode> {
  const body = await readSubmission(flags, io);
  const options = await portalOptions(flags, io);
  const client = new PortalClient(options);
  const timeoutMs =
    wholeNumber('--request-timeout', flags.requestTimeout, 3600) * 1000;
  const patienceMs = wholeNumber('--retry-for', flags.retryFor, 86_400) * 1000;

  const { status, record } = await withRetries(io, patienceMs, async () => {
    const answer = await client.request({
      method: 'POST',
      path: '/v1/candidates',
      body,
      timeoutMs,
    });
    return {
      status: answer.status,
      record: readAnswer(decisionAnswer, answer.body),
    };
  });
  if (flags.idFile)
    await writeWhole(resolve(io.cwd, flags.idFile), `${record.id}\n`);
  io.out(
    flags.json
      ? JSON.stringify(record, null, 2)
      : describeDecision(record, {
          portal: options.portal,
          isNew: status === 201,
        }),
  );
  return exitCodes.ok;
}

export function submitCommand(run: (flags: SubmitFlags) => Promise<void>) {
  return new Command('submit')
    .description('post a build to the portal and print what it decides')
    .option(
      '--portal <url>',
      'address of the portal (default: $RELEASE_PORTAL)',
    )
    .option(
      '--token-file <file>',
      'file with the token of the pipeline (default: $RELEASE_TOKEN)',
    )
    .option(
      '--environment <name>',
      'where to release into (default: from release.yaml)',
    )
    .option(
      '--dir <folder>',
      'where build-info.json and risk-inputs.json are',
      '.release',
    )
    .option('--build-info <file>', 'instead of the one in the folder')
    .option('--risk-inputs <file>', 'instead of the one in the folder')
    .option(
      '--id-file <file>',
      'write the id of the decision there, for release gate',
    )
    .option(
      '--retry-for <seconds>',
      'how long an unreachable portal is tried again',
      '60',
    )
    .option('--request-timeout <seconds>', 'for one request', '30')
    .option('--json', 'print the decision as JSON')
    .action((flags: SubmitFlags) => run(flags));
}
