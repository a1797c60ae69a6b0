import { Command } from 'commander';
import { resolve } from 'node:path';
import { wholeNumber } from '../emit/options';
import { ExitCode, exitCodes } from '../exitCodes';
import { writeWhole } from '../files/writeWhole';
import { PortalClient } from '../http/PortalClient';
import { decisionAnswer, readAnswer } from '../http/answers';
import { PortalFlags, portalOptions } from '../http/portalOptions';
import { withRetries } from '../http/retry';
import { describeDecision } from '../output/describeDecision';
import { Io } from '../output/io';
import { BodyFlags, readBody } from './readBody';

export type SubmitFlags = PortalFlags &
  BodyFlags & {
    idFile?: string;
    retryFor: string;
    requestTimeout: string;
    json?: boolean;
  };

/**
 * `release submit`: posts a candidate or a bundle. The portal knows it by its
 * content, so sending it again, after a lost answer as well, never makes a
 * second decision.
 */
export async function submit(flags: SubmitFlags, io: Io): Promise<ExitCode> {
  const { path, body } = await readBody(flags, io);
  const options = await portalOptions(flags, io);
  const client = new PortalClient(options);
  const timeoutMs =
    wholeNumber('--request-timeout', flags.requestTimeout, 3600) * 1000;
  const patienceMs = wholeNumber('--retry-for', flags.retryFor, 86_400) * 1000;

  const { status, record } = await withRetries(io, patienceMs, async () => {
    const answer = await client.request({
      method: 'POST',
      path,
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
    .description(
      'post a build, or several as one, to the portal and print what it decides',
    )
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
      '--manifest <file>',
      'integration manifest of several builds that are released as one',
    )
    .option(
      '--bundle <folders...>',
      'with --manifest: a folder with build-info.json and risk-inputs.json per build',
    )
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
