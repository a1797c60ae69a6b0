import { Command } from 'commander';
import { collect } from '../emit/collect';
import { EmitFlags, emitOptions } from '../emit/options';
import { writeContracts } from '../emit/writeContracts';
import { ExitCode, exitCodes } from '../exitCodes';
import { Io } from '../output/io';
import { describeEmitted } from '../output/describeEmitted';
import { safeText } from '../output/safeText';

/** `release emit`: writes build-info.json and risk-inputs.json from a checkout. */
export async function emit(flags: EmitFlags, io: Io): Promise<ExitCode> {
  const options = await emitOptions(flags, io);
  const { buildInfo, riskInputs, notices } = await collect(
    options,
    io.env,
    io.now(),
  );
  notices.forEach(notice => io.err(`notice: ${safeText(notice)}`));
  const written = await writeContracts(options.out, { buildInfo, riskInputs });
  io.out(describeEmitted(buildInfo, riskInputs, written));
  return exitCodes.ok;
}

export function emitCommand(run: (flags: EmitFlags) => Promise<void>) {
  return new Command('emit')
    .description(
      'write build-info.json and risk-inputs.json from a git checkout and its build',
    )
    .option(
      '--component <ref>',
      'entity of the catalog, such as component:default/payments-service',
    )
    .option(
      '--artifact <path...>',
      'file or glob, as path=os/arch, such as build/app.tar.gz=linux/x86_64',
    )
    .option(
      '--junit <files...>',
      'JUnit XML reports, path or glob, as files=os',
    )
    .option(
      '--coverage <files...>',
      'LCOV traces and Cobertura reports, path or glob; together they are one coverage',
    )
    .option(
      '--coverage-base <files...>',
      'those of the release before, for the change of the coverage',
    )
    .option('--sarif <files...>', 'SARIF 2.1.0 logs of static analysis')
    .option(
      '--sarif-base <files...>',
      'those of the release before, to tell which findings are new',
    )
    .option(
      '--sarif-count-all',
      'count every finding as new where there is nothing to compare with',
    )
    .option('--sbom <file>', 'CycloneDX SBOM in JSON')
    .option(
      '--sbom-base <file>',
      'that of the release before, for the change of dependencies',
    )
    .option(
      '--vulnerabilities <files...>',
      'JSON reports of Grype and OSV-Scanner (the latter with --all-packages)',
    )
    .option('--vex <files...>', 'signed VEX documents, as DSSE envelopes')
    .option(
      '--os <os>',
      'for artifacts and reports that name none: linux, windows or arm',
    )
    .option('--arch <arch>', 'for artifacts that name none, such as x86_64')
    .option(
      '--artifact-uri <uri>',
      'address of the folder that the artifacts were published to',
    )
    .option(
      '--since <revision>',
      'the release this one follows (default: last tag, else the parent commit)',
    )
    .option('--out <folder>', 'where to write', '.release')
    .option('--repo <folder>', 'the checkout (default: this folder)')
    .option(
      '--settings <file>',
      'settings (default: release.yaml of the checkout)',
    )
    .option(
      '--release-version <version>',
      'version of the release (default: git describe)',
    )
    .option(
      '--build-id <id>',
      'unique per component (default: from the CI run)',
    )
    .option('--branch <name>', 'default: from CI, else the checkout')
    .option(
      '--repo-url <url>',
      'default: from release.yaml, CI, else the remote origin',
    )
    .option('--ci-system <name>', 'default: from the environment')
    .option('--ci-url <url>', 'page of the CI run')
    .option('--run-number <number>', 'number of the CI run')
    .option('--pull-request <number=url>', 'default: from CI')
    .option(
      '--started-at <time>',
      'RFC 3339 in UTC (default: from CI, else the oldest file of the build)',
    )
    .option(
      '--finished-at <time>',
      'RFC 3339 in UTC (default: the newest file of the build)',
    )
    .option(
      '--subsystem-depth <levels>',
      'directory levels that name a subsystem (default: 1)',
    )
    .option('--fix-pattern <regex>', 'tells a fix by the subject of its commit')
    .option(
      '--tag-pattern <glob>',
      'which tags mark releases of this component',
    )
    .option('--git-timeout <seconds>', 'for one git command', '300')
    .action((flags: EmitFlags) => run(flags));
}
