import {
  BuildInfo,
  IntegrationManifest,
  SCHEMA_VERSION,
} from '@adaptive-delivery/plugin-release-common';
import { Command, Option } from 'commander';
import { join, resolve } from 'node:path';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { writeWhole } from '../files/writeWhole';
import { describeFaults } from '../output/describeFaults';
import { Io } from '../output/io';
import { checkContract, readContract } from './readContract';

export type ManifestFlags = {
  id: string;
  name: string;
  version?: string;
  component?: string;
  smoke: 'passed' | 'failed';
  out: string;
};

async function readBuild(folder: string, io: Io): Promise<BuildInfo> {
  const file = join(folder, 'build-info.json');
  const read = await readContract('build-info', io.cwd, file);
  if (read.ok) return read.contract;
  throw badInput(describeFaults(file, read.faults));
}

/** The same for the same builds, so that a retried job sends the same bundle. */
function manifestOf(
  flags: ManifestFlags,
  builds: readonly BuildInfo[],
): IntegrationManifest {
  const { id, name, version, component, smoke } = flags;
  const finished = builds.map(({ finishedAt }) => Date.parse(finishedAt));
  return {
    schemaVersion: SCHEMA_VERSION,
    manifestId: id,
    name,
    ...(version !== undefined && { version }),
    ...(component !== undefined && { component }),
    createdAt: new Date(Math.max(...finished)).toISOString(),
    smokePassed: smoke === 'passed',
    parts: builds.map(({ component: of, buildId, artifacts }) => ({
      component: of,
      buildId,
      artifacts: artifacts.map(item => ({
        name: item.name,
        os: item.os,
        sha256: item.sha256,
      })),
    })),
  };
}

/** `release manifest`: writes that several builds were tested together. */
export async function manifest(
  folders: readonly string[],
  flags: ManifestFlags,
  io: Io,
): Promise<ExitCode> {
  const builds = [];
  for (const folder of folders) builds.push(await readBuild(folder, io));
  const made = checkContract('integration-manifest', manifestOf(flags, builds));
  if (!made.ok) throw badInput(describeFaults(flags.out, made.faults));
  await writeWhole(
    resolve(io.cwd, flags.out),
    `${JSON.stringify(made.contract, null, 2)}\n`,
  );
  io.out(
    `${flags.out}: ${flags.name} of ${builds
      .map(({ component, version }) => `${component} ${version}`)
      .join(', ')}; the smoke test ${flags.smoke}`,
  );
  return exitCodes.ok;
}

export function manifestCommand(
  run: (folders: string[], flags: ManifestFlags) => Promise<void>,
) {
  return new Command('manifest')
    .description('write the integration manifest of builds released as one')
    .argument('<folder...>', 'one with build-info.json per build')
    .requiredOption(
      '--id <id>',
      'stands for this bundle, such as jenkins:print-kiosk#47',
    )
    .requiredOption('--name <name>', 'what people call it')
    .addOption(
      new Option('--smoke <result>', 'of the test of the whole')
        .choices(['passed', 'failed'])
        .makeOptionMandatory(),
    )
    .option('--version <version>', 'of the whole (default: the id)')
    .option(
      '--component <reference>',
      'the system that the parts make, such as system:default/print-kiosk (default: the first part)',
    )
    .option('--out <file>', 'where to write it', 'integration-manifest.json')
    .action((folders: string[], flags: ManifestFlags) => run(folders, flags));
}
