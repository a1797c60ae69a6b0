import {
  BuildInfo,
  DecisionRecord,
  RiskInputs,
} from '@adaptive-delivery/plugin-release-common';
import {
  formatBytes,
  formatDelta,
  formatMetric,
} from '@adaptive-delivery/plugin-release-react';

/** What is written where the build said nothing; never a zero. */
export const UNKNOWN = 'not submitted';

/** One thing that differs between the candidate's build and the stable one's. */
export type BuildDifference = {
  label: string;
  words: string;
  /** Whether the candidate said nothing about it. */
  unknown: boolean;
};

type Build = { buildInfo: BuildInfo; riskInputs: RiskInputs };

const known = (label: string, words: string): BuildDifference => ({
  label,
  words,
  unknown: false,
});
const unknown = (label: string, words: string = UNKNOWN): BuildDifference => ({
  label,
  words,
  unknown: true,
});

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

function commits({ riskInputs, buildInfo }: Build): BuildDifference {
  const { change } = riskInputs;
  if (change) {
    return known(
      'Commits',
      `${counted(change.commits, 'commit', 'commits')}, ${counted(
        change.files,
        'file',
        'files',
      )}, +${change.linesAdded.toLocaleString(
        'en',
      )} −${change.linesDeleted.toLocaleString('en')} lines`,
    );
  }
  return buildInfo.commits
    ? known('Commits', counted(buildInfo.commits.length, 'commit', 'commits'))
    : unknown('Commits');
}

function dependencies({ riskInputs }: Build): BuildDifference {
  const found = riskInputs.dependencies;
  if (!found) return unknown('Dependencies');
  const parts = [
    found.added ? `${found.added} added` : '',
    found.changed ? `${found.changed} changed` : '',
    found.removed ? `${found.removed} removed` : '',
  ].filter(part => part !== '');
  return known('Dependencies', parts.join(', ') || 'none changed');
}

function vulnerabilities(
  candidate: Build,
  stable: Build | undefined,
): BuildDifference {
  const label = 'CVEs';
  const now = candidate.riskInputs.vulnerabilities;
  if (!now) return unknown(label);
  const before = stable?.riskInputs.vulnerabilities;
  if (!before) {
    return known(
      label,
      `${counted(
        now.length,
        'CVE',
        'CVEs',
      )}; the stable build has no scan to compare with`,
    );
  }
  const ids = (list: typeof now) => new Set(list.map(({ id }) => id));
  const [nowIds, beforeIds] = [ids(now), ids(before)];
  const fresh = now.filter(({ id }) => !beforeIds.has(id));
  const gone = [...beforeIds].filter(id => !nowIds.has(id)).length;
  const names = fresh
    .slice(0, 3)
    .map(({ id, severity }) => `${id} ${severity}`)
    .join(', ');
  const more = fresh.length > 3 ? ` and ${fresh.length - 3} more` : '';
  return known(
    label,
    [
      counted(fresh.length, 'new CVE', 'new CVEs') +
        (names ? ` (${names}${more})` : ''),
      gone ? `${gone} fixed` : '',
    ]
      .filter(part => part !== '')
      .join(', '),
  );
}

const linesCovered = ({ riskInputs, buildInfo }: Build) =>
  riskInputs.coverage?.lines ?? buildInfo.coverage?.lines;

function coverage(
  candidate: Build,
  stable: Build | undefined,
): BuildDifference {
  const now = linesCovered(candidate);
  if (now === undefined) return unknown('Coverage');
  const before = stable && linesCovered(stable);
  return known(
    'Coverage',
    before === undefined
      ? `${formatMetric(now, 'ratio')} of lines`
      : `${formatMetric(before, 'ratio')} → ${formatMetric(
          now,
          'ratio',
        )} (${formatDelta(now - before, 'ratio')})`,
  );
}

const sizeOf = ({ buildInfo }: Build) =>
  buildInfo.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

function size(candidate: Build, stable: Build | undefined): BuildDifference {
  const now = sizeOf(candidate);
  if (!stable) return known('Size', formatBytes(now));
  const before = sizeOf(stable);
  return known(
    'Size',
    `${formatBytes(before)} → ${formatBytes(now)} (${formatDelta(
      now - before,
      'bytes',
    )})`,
  );
}

/** How the candidate's build differs from the stable build, when there is one. */
export function compareBuilds(
  candidate: DecisionRecord,
  stable: DecisionRecord | undefined,
): BuildDifference[] {
  return [
    commits(candidate),
    dependencies(candidate),
    vulnerabilities(candidate, stable),
    coverage(candidate, stable),
    size(candidate, stable),
  ];
}
