import { identifier } from '@adaptive-delivery/plugin-release-common';
import fc from 'fast-check';
import { readCiFacts, runIdentifier } from './ciFacts';

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'example/payments-service',
  GITHUB_RUN_ID: '9912',
  GITHUB_RUN_NUMBER: '418',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
};
const jenkins = {
  JENKINS_URL: 'https://ci.example.com/',
  BUILD_URL: 'https://ci.example.com/job/kiosk/job/payments/418/',
  BUILD_NUMBER: '418',
  JOB_NAME: 'kiosk/payments',
  GIT_BRANCH: 'origin/main',
  GIT_URL: 'https://git.example.com/payments.git',
};
const gitlab = {
  GITLAB_CI: 'true',
  CI_PIPELINE_ID: '77001',
  CI_PIPELINE_IID: '418',
  CI_PIPELINE_URL:
    'https://gitlab.example.com/kiosk/payments/-/pipelines/77001',
  CI_PIPELINE_CREATED_AT: '2026-11-23T14:58:12+01:00',
  CI_PROJECT_PATH: 'kiosk/payments',
  CI_PROJECT_URL: 'https://gitlab.example.com/kiosk/payments',
  CI_COMMIT_REF_NAME: 'main',
};

describe('readCiFacts', () => {
  it('reads GitHub Actions', () => {
    expect(readCiFacts(github)).toEqual({
      system: 'github-actions',
      url: 'https://github.com/example/payments-service/actions/runs/9912',
      runNumber: 418,
      buildId: 'github:example.payments-service#9912',
      branch: 'main',
      repoUrl: 'https://github.com/example/payments-service',
      pullRequest: undefined,
    });
    expect(
      readCiFacts({
        ...github,
        GITHUB_REF: 'refs/pull/12/merge',
        GITHUB_REF_NAME: '12/merge',
        GITHUB_HEAD_REF: 'feature',
      }),
    ).toMatchObject({
      branch: 'feature',
      pullRequest: {
        number: 12,
        url: 'https://github.com/example/payments-service/pull/12',
      },
    });
  });

  it('reads Jenkins', () => {
    expect(readCiFacts(jenkins)).toEqual({
      system: 'jenkins',
      url: jenkins.BUILD_URL,
      runNumber: 418,
      buildId: 'jenkins:kiosk.payments#418',
      branch: 'main',
      repoUrl: jenkins.GIT_URL,
      pullRequest: undefined,
    });
    expect(
      readCiFacts({
        ...jenkins,
        BRANCH_NAME: 'PR-12',
        CHANGE_BRANCH: 'feature',
        CHANGE_ID: '12',
        CHANGE_URL: 'https://git.example.com/pull/12',
      }),
    ).toMatchObject({
      branch: 'feature',
      pullRequest: { number: 12, url: 'https://git.example.com/pull/12' },
    });
  });

  it('reads GitLab', () => {
    expect(readCiFacts(gitlab)).toEqual({
      system: 'gitlab-ci',
      url: gitlab.CI_PIPELINE_URL,
      runNumber: 418,
      buildId: 'gitlab:kiosk.payments#77001',
      branch: 'main',
      repoUrl: gitlab.CI_PROJECT_URL,
      pullRequest: undefined,
      startedAt: '2026-11-23T13:58:12.000Z',
    });
  });

  it('gives a retry of the same run the same build, and another run another', () => {
    const again = { ...github, GITHUB_RUN_ATTEMPT: '2' };
    expect(readCiFacts(again)).toEqual(readCiFacts(github));
    expect(readCiFacts({ ...github, GITHUB_RUN_ID: '9913' }).buildId).not.toBe(
      readCiFacts(github).buildId,
    );
  });

  it.each([
    [{}, 'local'],
    [{ GITHUB_ACTIONS: 'false' }, 'local'],
    [{ BUILD_NUMBER: '3' }, 'local'],
  ])('knows nothing from %j', (env, system) => {
    expect(readCiFacts(env)).toEqual({ system });
  });

  it('takes what is no number for none', () => {
    expect(
      readCiFacts({ ...jenkins, BUILD_NUMBER: '4x' }).runNumber,
    ).toBeUndefined();
    expect(
      readCiFacts({ ...gitlab, CI_PIPELINE_CREATED_AT: 'soon' }).startedAt,
    ).toBeUndefined();
  });
});

describe('runIdentifier', () => {
  it('is always an identifier, and never the same for two jobs', () => {
    const name = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(name, name, fc.nat(), (one, other, run) => {
        const id = runIdentifier('jenkins', one, String(run));
        expect(identifier.safeParse(id).success).toBe(true);
        fc.pre(one.replace(/\//g, '.') !== other.replace(/\//g, '.'));
        expect(runIdentifier('jenkins', other, String(run))).not.toBe(id);
      }),
    );
  });
});
