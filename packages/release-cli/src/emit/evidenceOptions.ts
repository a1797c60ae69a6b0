import { ReleaseSettings } from '@adaptive-delivery/plugin-release-common';
import { AnalysisSources } from '../sarif/collectAnalysis';
import { SbomSources } from '../sbom/collectSbom';
import { CoverageSources } from '../testCoverage/collectCoverage';

/** The flags of what other tools found out about the build. */
export type EvidenceFlags = {
  coverage?: string[];
  coverageBase?: string[];
  sarif?: string[];
  sarifBase?: string[];
  sarifCountAll?: boolean;
  sbom?: string;
  sbomBase?: string;
  vulnerabilities?: string[];
  vex?: string[];
};

/** Where each collector looks; it looks at nothing that is not named. */
export type EvidenceSources = {
  coverage: CoverageSources;
  analysis: AnalysisSources;
  sbom: SbomSources;
  vulnerabilities: readonly string[];
  vex: readonly string[];
};

/** Flags over what `release.yaml` says. */
export function evidenceSources(
  flags: EvidenceFlags,
  settings: Partial<ReleaseSettings>,
): EvidenceSources {
  const { coverage, staticAnalysis, sbom, vulnerabilities } = settings;
  return {
    coverage: {
      files: flags.coverage ?? coverage?.files ?? [],
      base: flags.coverageBase ?? coverage?.base ?? [],
    },
    analysis: {
      files: flags.sarif ?? staticAnalysis?.files ?? [],
      base: flags.sarifBase ?? staticAnalysis?.base ?? [],
      isEachNew:
        flags.sarifCountAll ?? staticAnalysis?.withoutBase === 'countAll',
    },
    sbom: {
      file: flags.sbom ?? sbom?.file,
      base: flags.sbomBase ?? sbom?.base,
    },
    vulnerabilities: flags.vulnerabilities ?? vulnerabilities?.files ?? [],
    vex: flags.vex ?? vulnerabilities?.vex ?? [],
  };
}
