import {
  BuildInfo,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import { nameBelow, uriOf } from '../artifacts/describeArtifacts';
import { badInput } from '../exitCodes';
import { ReportKind, readReportFiles } from '../reports/readReportFiles';
import { Seen, leftOut, nothingMatches } from '../reports/seen';
import { compareDependencies } from './compareDependencies';
import { Dependencies, parseCycloneDx } from './cyclonedx';

/** Path or glob of the one SBOM of the build, and of that of the release before. */
export type SbomSources = { file?: string; base?: string };

export type CollectedSbom = {
  sbom: NonNullable<BuildInfo['sbom']>;
  dependencies?: RiskInputs['dependencies'];
};

const SBOM: ReportKind<Dependencies> = {
  title: 'SBOM',
  parse: parseCycloneDx,
  isStrictText: true,
};

/** The first release has none. */
const BASE = { ...SBOM, title: 'SBOM base', mayBeMissing: true };

async function readOne(
  cwd: string,
  kind: ReportKind<Dependencies>,
  files: string,
) {
  const { reports } = await readReportFiles(cwd, kind, [{ files }]);
  if (reports.length > 1) {
    throw badInput(
      `${kind.title} ${files} matches ${reports.length} files; merge them into one, as a release has one SBOM`,
    );
  }
  return reports[0];
}

/**
 * The SBOM of the build and, against that of the release before, what came,
 * changed and went. Without a base the latter is missing.
 *
 * @param artifactUri - address of the folder that it was published to
 * @throws CliError naming the file that cannot be read.
 */
export async function collectSbom(
  cwd: string,
  { file, base }: SbomSources,
  artifactUri?: string,
): Promise<Seen<CollectedSbom>> {
  if (file === undefined) return { notices: [] };
  const now = await readOne(cwd, SBOM, file);
  if (!now) {
    return { notices: leftOut('SBOM', nothingMatches([{ files: file }])) };
  }
  const sbom = {
    format: 'cyclonedx' as const,
    uri: uriOf(nameBelow(cwd, now.file), artifactUri),
    sha256: now.sha256,
  };
  if (base === undefined) return { value: { sbom }, notices: [] };
  const before = await readOne(cwd, BASE, base);
  if (!before) {
    const reasons = nothingMatches([{ files: base }]);
    return {
      value: { sbom },
      notices: leftOut('change of dependencies', reasons),
    };
  }
  const dependencies = compareDependencies(now.value, before.value);
  return { value: { sbom, dependencies }, notices: [] };
}
