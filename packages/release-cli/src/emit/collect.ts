import {
  BuildInfo,
  RiskInputs,
  SCHEMA_VERSION,
} from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';
import { describeArtifacts } from '../artifacts/describeArtifacts';
import { Change, collectChange } from '../change/collectChange';
import { listCommits } from './listCommits';
import { badInput } from '../exitCodes';
import { Git } from '../git/Git';
import { Checkout, readCheckout, withoutCredentials } from '../git/checkout';
import { readReports } from '../junit/readReports';
import { contractText } from '../output/safeText';
import { collectEvidence } from './collectEvidence';
import { EmitOptions } from './options';

export type Collected = {
  buildInfo: BuildInfo;
  riskInputs: RiskInputs;
  /** What could not be seen, and why; one line each. */
  notices: string[];
};

/** Outside CI a build is told by its commit and by what it made. */
function localBuildId(commit: string, artifacts: BuildInfo['artifacts']) {
  const hash = createHash('sha256');
  artifacts.forEach(({ name, sha256 }) => hash.update(`${name}\n${sha256}\n`));
  return `local:${commit.slice(0, 12)}.${hash.digest('hex').slice(0, 12)}`;
}

/**
 * From what the CI system says, else from the ages of what the build left
 * behind, so that a second emit of the same build says the same.
 */
function buildTimes(options: EmitOptions, modifiedAt: readonly number[]) {
  const oldest = Math.min(...modifiedAt);
  const startedAt = options.ci.startedAt ?? new Date(oldest).toISOString();
  const newest = Math.max(...modifiedAt, Date.parse(startedAt) || 0);
  return {
    startedAt,
    finishedAt: options.finishedAt ?? new Date(newest).toISOString(),
  };
}

async function releaseVersion(git: Git, options: EmitOptions) {
  if (options.releaseVersion) return options.releaseVersion;
  const { tagPattern } = options.change;
  const described = await git.line([
    'describe',
    '--tags',
    '--always',
    ...(tagPattern ? [`--match=${tagPattern}`] : []),
    'HEAD',
  ]);
  return described.replace(/^v(?=\d)/, '');
}

function needed(value: string | undefined, what: string, flag: string) {
  if (value) return value;
  throw badInput(`${what} cannot be told from the checkout; give ${flag}`);
}

function missingNotices(
  checkout: Checkout,
  change: Change,
  missing: Array<{ files: string; os: string }>,
): string[] {
  return [
    ...(checkout.isDirty
      ? [
          'tracked files differ from HEAD: the artifacts may hold more than the commit',
        ]
      : []),
    ...(change.seen ? [] : [`the change is left out: ${change.why}`]),
    ...missing.map(
      ({ files, os }) => `no test report of ${os}: nothing matches ${files}`,
    ),
  ];
}

/** Looks at the checkout and its build, and says what a contract can hold of it. */
export async function collect(
  options: EmitOptions,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): Promise<Collected> {
  const { repo, ci } = options;
  const git = new Git({ cwd: repo, env, timeoutMs: options.gitTimeoutMs });
  const checkout = await readCheckout(git, repo);
  const change = await collectChange(git, checkout, options.change);
  const { artifacts, modifiedAt } = await describeArtifacts(
    repo,
    options.artifacts,
    options.artifactUri,
  );
  const reports = await readReports(repo, options.reports);
  const tests = reports.tests.length ? reports.tests : undefined;
  const evidence = await collectEvidence(
    git,
    repo,
    options.evidence,
    options.artifactUri,
  );

  const identity = {
    schemaVersion: SCHEMA_VERSION,
    buildId: ci.buildId ?? localBuildId(checkout.commit, artifacts),
    component: options.change.component,
    commit: checkout.commit,
  } as const;
  const repoUrl = ci.repoUrl ?? checkout.remoteUrl;
  return {
    buildInfo: {
      ...identity,
      version: await releaseVersion(git, options),
      repo: {
        url: withoutCredentials(
          needed(repoUrl, 'the address of the repository', '--repo-url'),
        ),
      },
      commitMessage: contractText(checkout.subject, 500),
      commits: change.seen ? listCommits(change.commits) : undefined,
      branch: needed(ci.branch ?? checkout.branch, 'the branch', '--branch'),
      pullRequest: ci.pullRequest,
      ci: { system: ci.system, url: ci.url, runNumber: ci.runNumber },
      artifacts,
      tests,
      ...evidence.buildInfo,
      ...buildTimes(options, [...modifiedAt, ...reports.modifiedAt]),
    },
    riskInputs: {
      ...identity,
      collectedAt: new Date(now).toISOString(),
      change: change.seen ? change.metrics : undefined,
      tests,
      ...evidence.riskInputs,
    },
    notices: [
      ...missingNotices(checkout, change, reports.missing),
      ...evidence.notices,
    ],
  };
}
