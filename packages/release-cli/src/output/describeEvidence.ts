import {
  BuildInfo,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function coverage({ coverage: seen }: RiskInputs): string {
  if (!seen) return 'coverage: missing';
  if (seen.delta === undefined)
    return `coverage: ${percent(seen.lines)} of lines`;
  const sign = seen.delta < 0 ? '-' : '+';
  return `coverage: ${percent(seen.lines)} of lines, ${sign}${percent(
    Math.abs(seen.delta),
  )} since the release before`;
}

function analysis({ staticAnalysis }: RiskInputs): string {
  if (!staticAnalysis) return 'static analysis: missing';
  const { error, warning, note } = staticAnalysis.newFindings;
  return `static analysis, new: errors ${error}, warnings ${warning}, notes ${note}`;
}

function dependencies({ dependencies: seen }: RiskInputs): string {
  if (!seen) return 'change of dependencies: missing';
  return `dependencies: ${seen.added} added, ${seen.changed} changed, ${seen.removed} removed`;
}

function vulnerabilities({ vulnerabilities: seen }: RiskInputs): string {
  if (!seen) return 'scan for vulnerabilities: missing';
  const counts = (['critical', 'high', 'medium', 'low', 'unknown'] as const)
    .map(severity => ({
      severity,
      count: seen.filter(item => item.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`);
  return `vulnerabilities: ${counts.join(', ') || 'none found'}`;
}

/** What other tools found out, one line each. */
export function describeEvidence(
  buildInfo: BuildInfo,
  riskInputs: RiskInputs,
): string[] {
  const signed = riskInputs.vexStatements?.length;
  return [
    coverage(riskInputs),
    analysis(riskInputs),
    `SBOM: ${buildInfo.sbom?.uri ?? 'missing'}`,
    dependencies(riskInputs),
    vulnerabilities(riskInputs),
    ...(signed ? [`VEX documents: ${signed}`] : []),
  ];
}
