import {
  BundleSubmission,
  Contract,
  ContractError,
  ContractName,
  Submission,
  bundleSubmission,
  parseWith,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import { join } from 'node:path';
import { badInput } from '../exitCodes';
import { describeFaults } from '../output/describeFaults';
import { Io } from '../output/io';
import { readSettings } from '../settings/readSettings';
import { readContract } from './readContract';

/** Which files are sent, and into which environment. */
export type BodyFlags = {
  environment?: string;
  dir: string;
  buildInfo?: string;
  riskInputs?: string;
  manifest?: string;
  bundle?: string[];
};

export type Body =
  | { path: '/v1/candidates'; body: Submission }
  | { path: '/v1/bundles'; body: BundleSubmission };

async function contractFile<N extends ContractName>(
  name: N,
  file: string,
  io: Io,
): Promise<Contract<N>> {
  const read = await readContract(name, io.cwd, file);
  if (read.ok) return read.contract;
  throw badInput(`${describeFaults(file, read.faults)}\nNothing was sent.`);
}

async function environmentOf(flags: BodyFlags, io: Io): Promise<string> {
  const environment =
    flags.environment ?? (await readSettings(io.cwd)).environment;
  if (environment) return environment;
  throw badInput(
    'into which environment? Give --environment <name>, such as production.',
  );
}

async function buildFrom(
  folder: string,
  flags: Pick<BodyFlags, 'buildInfo' | 'riskInputs'>,
  io: Io,
) {
  return {
    buildInfo: await contractFile(
      'build-info',
      flags.buildInfo ?? join(folder, 'build-info.json'),
      io,
    ),
    riskInputs: await contractFile(
      'risk-inputs',
      flags.riskInputs ?? join(folder, 'risk-inputs.json'),
      io,
    ),
  };
}

function fitTogether<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw badInput(`${error.message}\nNothing was sent.`);
  }
}

async function readBundle(
  flags: BodyFlags & { manifest: string; bundle: string[] },
  io: Io,
): Promise<Body> {
  const environment = await environmentOf(flags, io);
  const manifest = await contractFile(
    'integration-manifest',
    flags.manifest,
    io,
  );
  const builds: BundleSubmission['builds'] = [];
  for (const folder of flags.bundle) {
    builds.push(await buildFrom(folder, {}, io));
  }
  return {
    path: '/v1/bundles',
    body: fitTogether(() =>
      parseWith(bundleSubmission, 'the bundle', {
        manifest,
        builds,
        environment,
      }),
    ),
  };
}

/**
 * What `release submit` sends: one build, or with a manifest several as one.
 *
 * @throws BadInput naming the file and the path of what is wrong.
 */
export async function readBody(flags: BodyFlags, io: Io): Promise<Body> {
  const { manifest, bundle = [] } = flags;
  if (manifest !== undefined || bundle.length > 0) {
    if (manifest === undefined || bundle.length === 0) {
      throw badInput(
        'a bundle needs --manifest <file> and --bundle <folder…> together.',
      );
    }
    if (flags.buildInfo ?? flags.riskInputs) {
      throw badInput(
        '--build-info and --risk-inputs are for one build; a bundle takes the folders of --bundle.',
      );
    }
    return readBundle({ ...flags, manifest, bundle }, io);
  }
  const environment = await environmentOf(flags, io);
  const build = await buildFrom(flags.dir, flags, io);
  return {
    path: '/v1/candidates',
    body: fitTogether(() =>
      parseWith(submission, 'the submission', { ...build, environment }),
    ),
  };
}
