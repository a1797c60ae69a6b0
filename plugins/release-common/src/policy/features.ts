import {
  OperatingSystem,
  RiskInputs,
  TestSummary,
  Vulnerability,
} from '../contracts';
import { Submission } from '../api';
import { Evidence } from './evidence';
import { shorten } from './shorten';
import { openVulnerabilities, severityOf } from './vulnerabilities';

/** A value of the evidence; `undefined` is missing evidence, never zero. */
export type FeatureValue = number | boolean | string | undefined;

type Feature = {
  type: 'number' | 'share' | 'boolean' | 'text';
  title: string;
  read: (evidence: Evidence) => FeatureValue;
};

const change =
  (key: keyof NonNullable<RiskInputs['change']>) => (evidence: Evidence) =>
    evidence.submission.riskInputs.change?.[key];

const flag =
  (key: 'kernelDriver' | 'bootloader' | 'configOnly' | 'publicApi') =>
  (evidence: Evidence) =>
    evidence.submission.riskInputs.flags?.[key];

function testsOf({ submission }: Evidence): TestSummary[] | undefined {
  const tests = submission.riskInputs.tests ?? submission.buildInfo.tests;
  return tests && tests.length > 0 ? tests : undefined;
}

function sumOfTests(
  evidence: Evidence,
  pick: (summary: TestSummary) => number,
): number | undefined {
  return testsOf(evidence)?.reduce((sum, item) => sum + pick(item), 0);
}

function shareOfTests(
  evidence: Evidence,
  pick: (summary: TestSummary) => number,
): number | undefined {
  const total = sumOfTests(evidence, item => item.total);
  const part = sumOfTests(evidence, pick);
  if (!total || part === undefined) return undefined;
  return Math.min(1, part / total);
}

const openOf = (evidence: Evidence, severity: 'critical' | 'high') =>
  openVulnerabilities(
    evidence,
    item => severityOf(item, evidence) === severity,
  );

const openExploited = (evidence: Evidence) =>
  openVulnerabilities(evidence, item => item.kev === true);

function idsOf(items: Vulnerability[] | undefined): string | undefined {
  if (!items) return undefined;
  if (items.length === 0) return 'none';
  const ids = items.slice(0, 3).map(item => shorten(item.id, 40));
  const rest = items.length - ids.length;
  return rest > 0 ? `${ids.join(', ')} and ${rest} more` : ids.join(', ');
}

/** Systems from the one that is hardest to take back to the easiest. */
const MOST_CAREFUL_FIRST: OperatingSystem[] = ['arm', 'windows', 'linux'];

/**
 * The system a candidate is planned for; of a candidate with several, the one
 * that is hardest to take back.
 */
export function systemOf({ buildInfo }: Submission): OperatingSystem {
  return (
    MOST_CAREFUL_FIRST.find(os =>
      buildInfo.artifacts.some(item => item.os === os),
    ) ?? 'linux'
  );
}

function untestedSystems(evidence: Evidence): number | undefined {
  const tests = testsOf(evidence);
  if (!tests) return undefined;
  const built = new Set(
    evidence.submission.buildInfo.artifacts.map(item => item.os),
  );
  return [...built].filter(
    os => !tests.some(item => item.os === os && item.total > 0),
  ).length;
}

function migration({ submission }: Evidence, reversible: boolean) {
  const { flags } = submission.riskInputs;
  return flags && flags.dbMigration?.reversible === reversible;
}

function artifactsWhere(
  { submission }: Evidence,
  which: (kind: string, verified: boolean) => boolean,
): number {
  return submission.buildInfo.artifacts.filter(({ signature }) =>
    which(signature?.kind ?? 'none', signature?.verified ?? false),
  ).length;
}

function history({ submission, history: own }: Evidence) {
  return submission.riskInputs.history ?? own;
}

function historySource(evidence: Evidence): string | undefined {
  if (evidence.submission.riskInputs.history) {
    return 'the last releases that the pipeline counted';
  }
  if (!evidence.history) return undefined;
  const { releases } = evidence.history;
  return releases === 1
    ? 'the one earlier release through the portal'
    : `the last ${releases} releases through the portal`;
}

/**
 * What a policy may name as a feature. The change metrics are those of Kamei
 * et al., "A large-scale empirical study of just-in-time quality assurance"
 * (IEEE TSE 2013).
 */
export const policyFeatures = {
  'change.commits': {
    type: 'number',
    title: 'Commits since the release this one follows',
    read: change('commits'),
  },
  'change.files': {
    type: 'number',
    title: 'Changed files',
    read: change('files'),
  },
  'change.directories': {
    type: 'number',
    title: 'Changed directories',
    read: change('directories'),
  },
  'change.subsystems': {
    type: 'number',
    title: 'Changed subsystems',
    read: change('subsystems'),
  },
  'change.linesAdded': {
    type: 'number',
    title: 'Added lines',
    read: change('linesAdded'),
  },
  'change.linesDeleted': {
    type: 'number',
    title: 'Deleted lines',
    read: change('linesDeleted'),
  },
  'change.linesChanged': {
    type: 'number',
    title: 'Added and deleted lines',
    read: ({ submission }) => {
      const metrics = submission.riskInputs.change;
      return metrics && metrics.linesAdded + metrics.linesDeleted;
    },
  },
  'change.entropy': {
    type: 'share',
    title: 'How evenly the change is spread over the files, 0 to 1',
    read: change('entropy'),
  },
  'change.linesInFilesBefore': {
    type: 'number',
    title: 'Lines in the changed files before the change',
    read: change('linesInFilesBefore'),
  },
  'change.ageDays': {
    type: 'number',
    title: 'Mean age of the last change to each file, in days',
    read: change('ageDays'),
  },
  'change.priorChanges': {
    type: 'number',
    title: 'Earlier commits that touched the changed files',
    read: change('priorChanges'),
  },
  'change.authors': {
    type: 'number',
    title: 'People that changed these files before',
    read: change('authors'),
  },
  'change.authorExperience': {
    type: 'number',
    title: 'Earlier commits by the author',
    read: change('authorExperience'),
  },
  'change.isFix': {
    type: 'boolean',
    title: 'The change fixes a fault',
    read: change('isFix'),
  },
  'tests.total': {
    type: 'number',
    title: 'Tests that were run',
    read: evidence => sumOfTests(evidence, item => item.total),
  },
  'tests.failed': {
    type: 'number',
    title: 'Tests that failed',
    read: evidence => sumOfTests(evidence, item => item.failed),
  },
  'tests.skippedShare': {
    type: 'share',
    title: 'Share of tests that were skipped',
    read: evidence => shareOfTests(evidence, item => item.skipped),
  },
  'tests.flakyShare': {
    type: 'share',
    title: 'Share of tests that passed only when repeated',
    read: evidence => shareOfTests(evidence, item => item.flaky),
  },
  'tests.systemsWithoutTests': {
    type: 'number',
    title: 'Operating systems with an artifact but no test results',
    read: untestedSystems,
  },
  'coverage.lines': {
    type: 'share',
    title: 'Share of lines that tests cover',
    read: ({ submission }) =>
      (submission.riskInputs.coverage ?? submission.buildInfo.coverage)?.lines,
  },
  'coverage.drop': {
    type: 'share',
    title: 'By how much that share fell, 0 to 1',
    read: ({ submission }) => {
      const delta = submission.riskInputs.coverage?.delta;
      return delta === undefined ? undefined : Math.max(0, -delta);
    },
  },
  'staticAnalysis.errors': {
    type: 'number',
    title: 'New findings of severity error',
    read: ({ submission }) =>
      submission.riskInputs.staticAnalysis?.newFindings.error,
  },
  'staticAnalysis.warnings': {
    type: 'number',
    title: 'New findings of severity warning',
    read: ({ submission }) =>
      submission.riskInputs.staticAnalysis?.newFindings.warning,
  },
  'dependencies.touched': {
    type: 'number',
    title: 'Dependencies added, changed or removed',
    read: ({ submission }) => {
      const counts = submission.riskInputs.dependencies;
      return counts && counts.added + counts.changed + counts.removed;
    },
  },
  'vulnerabilities.openCritical': {
    type: 'number',
    title: 'Critical vulnerabilities that no verified VEX statement excuses',
    read: evidence => openOf(evidence, 'critical')?.length,
  },
  'vulnerabilities.openCriticalIds': {
    type: 'text',
    title: 'Their ids',
    read: evidence => idsOf(openOf(evidence, 'critical')),
  },
  'vulnerabilities.openHigh': {
    type: 'number',
    title: 'High vulnerabilities that no verified VEX statement excuses',
    read: evidence => openOf(evidence, 'high')?.length,
  },
  'vulnerabilities.knownExploited': {
    type: 'number',
    title: "Unexcused vulnerabilities on CISA's list of exploited ones",
    read: evidence => openExploited(evidence)?.length,
  },
  'vulnerabilities.knownExploitedIds': {
    type: 'text',
    title: 'Their ids',
    read: evidence => idsOf(openExploited(evidence)),
  },
  'flags.kernelDriver': {
    type: 'boolean',
    title: 'It changes a kernel driver',
    read: flag('kernelDriver'),
  },
  'flags.bootloader': {
    type: 'boolean',
    title: 'It changes a boot loader',
    read: flag('bootloader'),
  },
  'flags.configOnly': {
    type: 'boolean',
    title: 'It changes configuration only',
    read: flag('configOnly'),
  },
  'flags.publicApi': {
    type: 'boolean',
    title: 'It changes a public interface',
    read: flag('publicApi'),
  },
  'flags.reversibleMigration': {
    type: 'boolean',
    title: 'It migrates a database and can be taken back',
    read: evidence => migration(evidence, true),
  },
  'flags.irreversibleMigration': {
    type: 'boolean',
    title: 'It migrates a database and cannot be taken back',
    read: evidence => migration(evidence, false),
  },
  'integration.smokePassed': {
    type: 'boolean',
    title: 'The smoke test of the integrated parts passed',
    read: ({ submission }) => submission.riskInputs.integration?.smokePassed,
  },
  'history.recentFailureRate': {
    type: 'share',
    title: 'Share of the last releases that were taken back',
    read: evidence => history(evidence)?.recentFailureRate,
  },
  'history.daysSinceLastRelease': {
    type: 'number',
    title: 'Days since the last release',
    read: evidence => history(evidence)?.daysSinceLastRelease,
  },
  'history.source': {
    type: 'text',
    title: 'Which releases the history is over, in words',
    read: historySource,
  },
  'artifacts.count': {
    type: 'number',
    title: 'Artifacts of the build',
    read: ({ submission }) => submission.buildInfo.artifacts.length,
  },
  'artifacts.unsigned': {
    type: 'number',
    title: 'Artifacts without a signature',
    read: evidence => artifactsWhere(evidence, kind => kind === 'none'),
  },
  'artifacts.badSignature': {
    type: 'number',
    title: 'Artifacts with a signature that was not verified',
    read: evidence =>
      artifactsWhere(evidence, (kind, ok) => kind !== 'none' && !ok),
  },
  'artifacts.system': {
    type: 'text',
    title: 'linux, windows or arm; of several, the hardest to take back',
    read: ({ submission }) => systemOf(submission),
  },
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof policyFeatures;

export const featureNames = Object.keys(policyFeatures) as [
  FeatureName,
  ...FeatureName[],
];

/** The value of a feature; `undefined` where the evidence is missing. */
export function readFeature(
  name: FeatureName,
  evidence: Evidence,
): FeatureValue {
  return policyFeatures[name].read(evidence);
}
