import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { createHttpClient } from '@adaptive-delivery/plugin-release-node';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import axios from 'axios';
import { Argument, Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LabClient } from '../backend/LabClient';
import { PortalClient } from '../history/PortalClient';
import { labComponents } from '../releases/components';
import { pushBundle, tellBundle } from './pushBundle';
import { Push, pushRelease } from './pushRelease';
import { ReleaseLog } from './ReleaseLog';
import { ReleaseProblem } from './ReleaseProblem';
import { tellDecision } from './tellDecision';

const root = resolvePackagePath('@adaptive-delivery/lab', '../..');
const MINUTE_MS = 60_000;

type Options = {
  again?: boolean;
  target: string;
  portal: string;
  lab: string;
  data: string;
};

function say(line: string) {
  process.stdout.write(`${line}\n`);
}

async function readToken(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'pipeline-token');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ReleaseProblem(
      `There is no ${file}; the portal makes it when it is started with npm start`,
      1,
    );
  }
}

/** The portal answers, and its lab has finished with the past. */
async function assertReady(portalUrl: string): Promise<void> {
  const http = createHttpClient({
    allowedHosts: [new URL(portalUrl).host],
    timeoutMs: 10_000,
    retries: 0,
  });
  try {
    await http.get(`${portalUrl}/.backstage/health/v1/readiness`);
  } catch (error) {
    const said = axios.isAxiosError(error) && error.response?.data?.message;
    throw new ReleaseProblem(
      said
        ? `The portal at ${portalUrl} is not ready yet: ${said}`
        : `The portal at ${portalUrl} does not answer; start it with npm start`,
      1,
    );
  }
}

type Kind = Push['kind'] | 'bundle';

/** @throws ReleaseProblem when a gate blocks it. */
function assertNotBlocked(record: DecisionRecord, name: string): void {
  if (record.state === 'blocked') {
    throw new ReleaseProblem(
      `${name} ${record.version} was blocked: ${record.stateReason}`,
      3,
    );
  }
}

async function run(kind: Kind, options: Options): Promise<void> {
  if (options.again && kind !== 'bad') {
    throw new ReleaseProblem('--again goes with bad only', 1);
  }
  const portalUrl = options.portal.replace(/\/+$/, '');
  const dataFolder = path.resolve(root, options.data);
  const labFolder = path.join(dataFolder, 'lab');
  const pipelineToken = await readToken(dataFolder);
  await assertReady(portalUrl);
  const deps = {
    portal: new PortalClient({
      baseUrl: async pluginId => `${portalUrl}/api/${pluginId}`,
      pipelineToken,
    }),
    world: new LabClient(options.lab),
    log: await ReleaseLog.open(path.join(labFolder, 'releases.json')),
    say,
  };
  const where = {
    storeFolder: path.join(dataFolder, 'artifacts'),
    timeoutMs: 20 * MINUTE_MS,
  };
  if (kind === 'bundle') {
    const bundle = await pushBundle(where, deps);
    assertNotBlocked(bundle, 'print-kiosk');
    tellBundle(bundle, portalUrl).forEach(say);
    return;
  }
  const push: Push = {
    ...where,
    kind,
    again: options.again ?? false,
    component: labComponents[options.target],
  };
  const record = await pushRelease(push, deps);
  assertNotBlocked(record, push.component.name);
  if (push.again) {
    say('The digest is not quarantined any more, so it was taken once more.');
  }
  tellDecision(record, push, portalUrl).forEach(say);
}

async function main(kind: Kind, options: Options): Promise<void> {
  try {
    await run(kind, options);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${words.split('\n')[0]}\n`);
    process.exitCode = error instanceof ReleaseProblem ? error.exitCode : 1;
  }
}

// Whoever read our output has gone; what was submitted stays submitted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const env = process.env;
void new Command('release')
  .description('pushes a release into the lab, as a pipeline would')
  .addArgument(
    new Argument('<kind>', 'of release').choices(['good', 'bad', 'bundle']),
  )
  .option('--again', 'submit the last bad artifact once more')
  .addOption(
    new Option('--target <component>', 'what to release')
      .choices(Object.keys(labComponents))
      .default('payments-service'),
  )
  .option(
    '--portal <url>',
    'address of the portal',
    `http://localhost:${env.ADAPTIVE_DELIVERY_PORT || 7007}`,
  )
  .option(
    '--lab <url>',
    'address of the lab',
    `http://127.0.0.1:${env.ADAPTIVE_DELIVERY_LAB_PORT || 7010}`,
  )
  .option(
    '--data <folder>',
    'data folder of the portal, relative to the repository',
    env.ADAPTIVE_DELIVERY_DATA || 'data',
  )
  .action(main)
  .parseAsync();
