import { Command } from 'commander';
import { resolve } from 'node:path';
import { fullEntityRef, wholeNumber } from '../emit/options';
import { CliError, ExitCode, badInput, exitCodes } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { readBounded } from '../files/readBounded';
import { Git } from '../git/Git';
import { recordRef } from '../git/base';
import { PortalClient, PortalUnreachable } from '../http/PortalClient';
import { GateAnswerRead, gateAnswer, readAnswer } from '../http/answers';
import { PortalFlags, portalOptions } from '../http/portalOptions';
import { waitMs } from '../http/retry';
import { Io } from '../output/io';
import { safeText } from '../output/safeText';
import { readContract } from './readContract';

export type GateFlags = PortalFlags & {
  timeout: string;
  patience: string;
  requestTimeout: string;
  idFile?: string;
  record?: string;
  json?: boolean;
};

/** The portal holds an answer back for at most this long. */
const LONG_POLL_SECONDS = 25;
/** A portal that does not hold back is still not asked more often than this. */
const SHORTEST_ROUND_MS = 1000;

const codes: Record<GateAnswerRead['answer'], ExitCode> = {
  proceed: exitCodes.ok,
  hold: exitCodes.hold,
  rejected: exitCodes.rejected,
};

async function decisionId(
  given: string | undefined,
  flags: GateFlags,
  io: Io,
): Promise<string> {
  let id = given;
  if (id === undefined && flags.idFile !== undefined) {
    try {
      id = (await readBounded(resolve(io.cwd, flags.idFile), 1024)).trim();
    } catch (error) {
      throw badInput(`--id-file ${flags.idFile}: ${fileFault(error)}`);
    }
  }
  if (!id) throw badInput('which decision? Give its id, or --id-file <file>.');
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw badInput(
      `${JSON.stringify(id.slice(0, 80))} is not the id of a decision`,
    );
  }
  return id.toLowerCase();
}

function describe(answer: GateAnswerRead): string {
  const would = answer.wouldHave
    ? ` Enforced, it would have been: ${answer.wouldHave}.`
    : '';
  return safeText(
    `${answer.answer} (${answer.state}): ${answer.words}${would}`,
  );
}

/**
 * Asks until the answer is no longer hold, or the time is up. A portal that
 * cannot be reached is asked again for as long as `patienceMs`.
 */
async function waitForAnswer(
  client: PortalClient,
  id: string,
  times: { timeoutMs: number; patienceMs: number; requestMs: number },
  io: Io,
): Promise<GateAnswerRead> {
  const end = io.now() + times.timeoutMs;
  let lastHeard = io.now();
  let failures = 0;
  let said = '';
  for (;;) {
    const started = io.now();
    const waitSeconds = Math.max(
      0,
      Math.min(LONG_POLL_SECONDS, Math.floor((end - started) / 1000)),
    );
    let pauseMs: number;
    try {
      const { body } = await client.request({
        method: 'GET',
        path: `/v1/decisions/${id}/gate?waitSeconds=${waitSeconds}`,
        timeoutMs: waitSeconds * 1000 + times.requestMs,
      });
      const answer = readAnswer(gateAnswer, body);
      if (answer.answer !== 'hold' || io.now() >= end) return answer;
      lastHeard = io.now();
      failures = 0;
      const words = describe(answer);
      if (words !== said) io.err(words);
      said = words;
      pauseMs = Math.max(0, SHORTEST_ROUND_MS - (io.now() - started));
    } catch (error) {
      if (!(error instanceof PortalUnreachable)) throw error;
      pauseMs = waitMs(failures++, error);
      const patienceEnd = Math.min(end, lastHeard + times.patienceMs);
      if (io.now() + pauseMs >= patienceEnd) throw error;
      io.err(`notice: ${error.message}; asking again`);
    }
    await io.sleep(Math.min(pauseMs, Math.max(0, end - io.now())));
  }
}

/** Remembers in this clone that the commit of the build may go out. */
async function record(file: string, io: Io) {
  const read = await readContract('build-info', io.cwd, file);
  if (!read.ok) throw badInput(`--record ${file} is not a valid build-info`);
  const git = new Git({ cwd: io.cwd, env: io.env, timeoutMs: 30_000 });
  await git.run([
    'update-ref',
    recordRef(fullEntityRef(read.contract.component)),
    read.contract.commit,
  ]);
}

/** `release gate`: waits for the portal's answer and ends with a code to branch on. */
export async function gate(
  given: string | undefined,
  flags: GateFlags,
  io: Io,
): Promise<ExitCode> {
  const id = await decisionId(given, flags, io);
  const times = {
    timeoutMs: wholeNumber('--timeout', flags.timeout, 7 * 86_400) * 1000,
    patienceMs: wholeNumber('--patience', flags.patience, 86_400) * 1000,
    requestMs:
      wholeNumber('--request-timeout', flags.requestTimeout, 3600) * 1000,
  };
  const options = await portalOptions(flags, io);
  const answer = await waitForAnswer(new PortalClient(options), id, times, io);
  if (answer.decisionId.toLowerCase() !== id) {
    throw new CliError(
      exitCodes.unreachable,
      `the portal answered for another decision, ${answer.decisionId}`,
    );
  }
  if (answer.answer === 'proceed' && flags.record)
    await record(flags.record, io);
  io.out(
    flags.json
      ? JSON.stringify(answer, null, 2)
      : `${describe(answer)}\nRead on: ${safeText(answer.url)}`,
  );
  return codes[answer.answer];
}

export function gateCommand(
  run: (id: string | undefined, flags: GateFlags) => Promise<void>,
) {
  return new Command('gate')
    .description(
      'wait until a decision lets the pipeline go on: exit code 0 proceed, 10 rejected, 11 still on hold',
    )
    .argument('[decisionId]', 'as release submit printed it')
    .option(
      '--portal <url>',
      'address of the portal (default: $RELEASE_PORTAL)',
    )
    .option(
      '--token-file <file>',
      'file with the token of the pipeline (default: $RELEASE_TOKEN)',
    )
    .option(
      '--id-file <file>',
      'read the id from there, as release submit --id-file wrote it',
    )
    .option(
      '--timeout <seconds>',
      'how long to wait for an answer; 0 asks once',
      '3600',
    )
    .option(
      '--patience <seconds>',
      'how long an unreachable portal is asked again',
      '120',
    )
    .option(
      '--request-timeout <seconds>',
      'for one request, beyond what the portal holds it back',
      '15',
    )
    .option(
      '--record <build-info>',
      'on proceed, remember its commit in this clone as the release that the next one follows',
    )
    .option('--json', 'print the answer as JSON')
    .action((id: string | undefined, flags: GateFlags) => run(id, flags));
}
