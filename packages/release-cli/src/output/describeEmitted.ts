import {
  BuildInfo,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import { WrittenContracts } from '../emit/writeContracts';
import { describeEvidence } from './describeEvidence';
import { safeText } from './safeText';

function amount(count: number, one: string, many = `${one}s`) {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function tests({ tests: summaries }: BuildInfo) {
  if (!summaries) return 'tests: missing';
  return summaries
    .map(
      ({ os, total, failed, skipped, flaky }) =>
        `tests on ${os}: ${total.toLocaleString(
          'en-US',
        )}, ${failed} failed, ${skipped} skipped, ${flaky} flaky`,
    )
    .join('\n  ');
}

function change({ change: metrics }: RiskInputs) {
  if (!metrics) return 'change: missing';
  return `change: ${amount(metrics.commits, 'commit')}, ${amount(
    metrics.files,
    'file',
  )} in ${amount(metrics.subsystems, 'subsystem')}, +${metrics.linesAdded} -${
    metrics.linesDeleted
  } lines`;
}

/** What `release emit` prints: what it saw, and where it wrote it. */
export function describeEmitted(
  buildInfo: BuildInfo,
  riskInputs: RiskInputs,
  written: WrittenContracts,
): string {
  const { component, version, buildId, artifacts } = buildInfo;
  return [
    safeText(`${component} ${version}, build ${buildId}`),
    `  ${amount(artifacts.length, 'artifact')}`,
    `  ${tests(buildInfo)}`,
    `  ${change(riskInputs)}`,
    ...describeEvidence(buildInfo, riskInputs).map(
      line => `  ${safeText(line)}`,
    ),
    written.kept ? 'unchanged since the last emit:' : 'written:',
    `  ${written.buildInfo}`,
    `  ${written.riskInputs}`,
  ].join('\n');
}
