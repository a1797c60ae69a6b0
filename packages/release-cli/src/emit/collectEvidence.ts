import {
  BuildInfo,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import { Git } from '../git/Git';
import { trackedFiles } from '../git/trackedFiles';
import { collectAnalysis } from '../sarif/collectAnalysis';
import { collectSbom } from '../sbom/collectSbom';
import { collectCoverage } from '../testCoverage/collectCoverage';
import { collectVex } from '../vex/collectVex';
import { collectVulnerabilities } from '../vulnerabilities/collectVulnerabilities';
import { EvidenceSources } from './evidenceOptions';

/** What other tools found out about the build, as the contracts hold it. */
export type Evidence = {
  buildInfo: Pick<BuildInfo, 'coverage' | 'sbom'>;
  riskInputs: Pick<
    RiskInputs,
    | 'coverage'
    | 'staticAnalysis'
    | 'dependencies'
    | 'vulnerabilities'
    | 'vexStatements'
  >;
  notices: string[];
};

/**
 * Runs every collector that something is named for.
 *
 * @throws CliError naming the report that cannot be read.
 */
export async function collectEvidence(
  git: Git,
  repo: string,
  sources: EvidenceSources,
  artifactUri?: string,
): Promise<Evidence> {
  const comparesFiles =
    sources.coverage.files.length > 0 || sources.analysis.files.length > 0;
  const tracked = comparesFiles ? await trackedFiles(git) : new Set<string>();
  const coverage = await collectCoverage(repo, sources.coverage, tracked);
  const analysis = await collectAnalysis(repo, sources.analysis, tracked);
  const sbom = await collectSbom(repo, sources.sbom, artifactUri);
  const found = await collectVulnerabilities(repo, sources.vulnerabilities);
  const vex = await collectVex(repo, sources.vex);
  return {
    buildInfo: {
      coverage: coverage.value && { lines: coverage.value.lines },
      sbom: sbom.value?.sbom,
    },
    riskInputs: {
      coverage: coverage.value,
      staticAnalysis: analysis.value,
      dependencies: sbom.value?.dependencies,
      vulnerabilities: found.value,
      vexStatements: vex.value,
    },
    notices: [coverage, analysis, sbom, found, vex].flatMap(
      ({ notices }) => notices,
    ),
  };
}
