import { createHash } from 'node:crypto';

type Env = Readonly<Record<string, string | undefined>>;

/** What the CI system says about the run; flags go over it. */
export type CiFacts = {
  system: string;
  url?: string;
  runNumber?: number;
  /** The same for every retry of the run; undefined outside CI. */
  buildId?: string;
  branch?: string;
  repoUrl?: string;
  pullRequest?: { number: number; url: string };
  /** RFC 3339 in UTC, where the CI system tells. */
  startedAt?: string;
};

const MAX_ID_LENGTH = 120;

/**
 * `<system>:<name>#<run>` in the characters of a contract's identifier. A name
 * that had to be changed carries a digest, so that two never become one.
 */
export function runIdentifier(system: string, name: string, run: string) {
  const plain = name.replace(/\//g, '.').replace(/[^A-Za-z0-9._+-]/g, '-');
  const room = MAX_ID_LENGTH - system.length - run.length - 2;
  const isExact = plain === name.replace(/\//g, '.') && plain.length <= room;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 10);
  const label = isExact ? plain : `${plain.slice(0, room - 11)}-${digest}`;
  return `${system}:${label}#${run}`;
}

function wholeNumber(value: string | undefined): number | undefined {
  return value && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function pullRequest(number: string | undefined, url: string | undefined) {
  const parsed = wholeNumber(number);
  return parsed === undefined || !url ? undefined : { number: parsed, url };
}

function utc(value: string | undefined): string | undefined {
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** https://docs.github.com/actions/reference/variables-reference */
function fromGitHub(env: Env): CiFacts {
  const repo = env.GITHUB_REPOSITORY ?? '';
  const home = `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repo}`;
  const run = env.GITHUB_RUN_ID;
  const number = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? '')?.[1];
  return {
    system: 'github-actions',
    url: run && `${home}/actions/runs/${run}`,
    runNumber: wholeNumber(env.GITHUB_RUN_NUMBER),
    // the attempt is left out: a re-run is the same build
    buildId: run && runIdentifier('github', repo, run),
    branch: env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME,
    repoUrl: repo && home,
    pullRequest: pullRequest(number, `${home}/pull/${number}`),
  };
}

/** https://docs.gitlab.com/ci/variables/predefined_variables */
function fromGitLab(env: Env): CiFacts {
  const request = env.CI_MERGE_REQUEST_IID;
  const project = env.CI_MERGE_REQUEST_PROJECT_URL ?? env.CI_PROJECT_URL;
  return {
    system: 'gitlab-ci',
    url: env.CI_PIPELINE_URL,
    runNumber: wholeNumber(env.CI_PIPELINE_IID),
    buildId:
      env.CI_PIPELINE_ID &&
      runIdentifier('gitlab', env.CI_PROJECT_PATH ?? '', env.CI_PIPELINE_ID),
    branch: env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME || env.CI_COMMIT_REF_NAME,
    repoUrl: env.CI_PROJECT_URL,
    pullRequest: pullRequest(
      request,
      project && `${project}/-/merge_requests/${request}`,
    ),
    startedAt: utc(env.CI_PIPELINE_CREATED_AT),
  };
}

/** https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables */
function fromJenkins(env: Env): CiFacts {
  return {
    system: 'jenkins',
    url: env.BUILD_URL,
    runNumber: wholeNumber(env.BUILD_NUMBER),
    buildId:
      env.JOB_NAME && env.BUILD_NUMBER
        ? runIdentifier('jenkins', env.JOB_NAME, env.BUILD_NUMBER)
        : undefined,
    branch:
      env.CHANGE_BRANCH ||
      env.BRANCH_NAME ||
      env.GIT_BRANCH?.replace(/^origin\//, ''),
    repoUrl: env.GIT_URL,
    pullRequest: pullRequest(env.CHANGE_ID, env.CHANGE_URL),
  };
}

/** Reads the environment of GitHub Actions, GitLab CI or Jenkins. */
export function readCiFacts(env: Env): CiFacts {
  if (env.GITHUB_ACTIONS === 'true') return fromGitHub(env);
  if (env.GITLAB_CI === 'true') return fromGitLab(env);
  if (env.BUILD_URL || env.JENKINS_URL) return fromJenkins(env);
  return { system: 'local' };
}
