import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { TestRepo, removeTestFolders } from '../__testUtils__/TestRepo';
import {
  EMIT,
  builtRepo,
  emit,
  readContracts,
  sha256,
} from '../__testUtils__/builtRepo';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

describe('release emit', () => {
  it('describes a real checkout and its build', async () => {
    const repo = builtRepo();
    const { code, err, out } = await emit(repo);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { buildInfo, riskInputs } = readContracts(
      join(repo.path, '.release'),
    );
    const commit = repo.git('rev-parse', 'HEAD');
    const tests = [
      {
        os: 'linux',
        total: 5,
        failed: 1,
        skipped: 0,
        flaky: 0,
        durationSeconds: 1.25,
      },
      {
        os: 'windows',
        total: 1,
        failed: 0,
        skipped: 0,
        flaky: 0,
        durationSeconds: 0.25,
      },
    ];
    expect(buildInfo).toEqual({
      schemaVersion: '1.0',
      buildId: expect.stringMatching(
        `^local:${commit.slice(0, 12)}\\.[0-9a-f]{12}$`,
      ),
      component: 'component:default/payments-service',
      version: expect.stringMatching(/^2\.13\.4-1-g[0-9a-f]+$/),
      repo: { url: 'https://git.example.com/payments.git' },
      commit,
      commitMessage: 'retry on 503 \ufffd[31m\ufffdred',
      commits: [
        {
          commit,
          author: 'Zoë 🚀',
          message: 'retry on 503 \ufffd[31m\ufffdred',
        },
      ],
      branch: 'main',
      ci: { system: 'local' },
      artifacts: [
        {
          name: 'build/app.tar.gz',
          os: 'linux',
          arch: 'x86_64',
          uri: 'workspace:build/app.tar.gz',
          sha256: sha256('the linux artifact'),
          sizeBytes: 18,
        },
        {
          name: 'build/app.cab',
          os: 'windows',
          arch: 'x64',
          uri: 'workspace:build/app.cab',
          sha256: sha256('the windows artifact'),
          sizeBytes: 20,
        },
      ],
      tests,
      startedAt: '2026-11-23T13:58:00.000Z',
      finishedAt: '2026-11-23T14:03:00.000Z',
    });
    expect(riskInputs).toEqual({
      schemaVersion: '1.0',
      buildId: buildInfo.buildId,
      component: buildInfo.component,
      commit,
      collectedAt: '2026-11-23T14:12:03.000Z',
      change: expect.objectContaining({
        commits: 1,
        files: 1,
        linesAdded: 2,
        linesInFilesBefore: 10,
      }),
      tests,
    });
    expect(out).toContain('tests on linux: 5, 1 failed');
    expect(out).toContain(
      'change: 1 commit, 1 file in 1 subsystem, +2 -0 lines',
    );
  });

  it('says the same of the same build when a step is retried', async () => {
    const repo = builtRepo();
    await emit(repo);
    const before = readContracts(join(repo.path, '.release'));
    const again = await runRelease(EMIT, {
      cwd: repo.path,
      now: () => Date.parse('2027-01-01T00:00:00Z'),
    });
    expect(again.out).toContain('unchanged since the last emit');
    expect(readContracts(join(repo.path, '.release'))).toEqual(before);
    repo.write('build/app.tar.gz', 'another artifact');
    await emit(repo);
    expect(
      readContracts(join(repo.path, '.release')).buildInfo.buildId,
    ).not.toBe(before.buildInfo.buildId);
  });

  it.each(['', '{"half": ', '{}', 'x'.repeat(6_000_000)])(
    'takes the place of whatever stood in its files (case %#)',
    async content => {
      const repo = builtRepo();
      repo.write('.release/build-info.json', content);
      expect((await emit(repo)).code).toBe(0);
      expect(
        readContracts(join(repo.path, '.release')).buildInfo.version,
      ).toBeDefined();
    },
  );

  it('takes the facts of the CI run, and flags over them', async () => {
    const repo = builtRepo();
    repo.git('checkout', '--quiet', '--detach');
    const env = {
      BUILD_URL: 'https://ci.example.com/job/payments/418/',
      BUILD_NUMBER: '418',
      JOB_NAME: 'kiosk/payments',
      BRANCH_NAME: 'main',
      GIT_URL: 'https://ci:s3cret@git.example.com/from-ci.git',
    };
    await emit(repo, [], env);
    expect(readContracts(join(repo.path, '.release')).buildInfo).toMatchObject({
      buildId: 'jenkins:kiosk.payments#418',
      branch: 'main',
      repo: { url: 'https://git.example.com/from-ci.git' },
      ci: { system: 'jenkins', url: env.BUILD_URL, runNumber: 418 },
    });
    const flags = [
      ...['--build-id', 'b-7', '--branch', 'hotfix', '--run-number', '7'],
      ...['--repo-url', 'https://git.example.com/flag', '--ci-system', 'own'],
      ...[
        '--ci-url',
        'https://ci.example.com/7',
        '--release-version',
        '2.14.0',
      ],
      ...['--pull-request', '12=https://git.example.com/pull/12'],
      ...[
        '--started-at',
        '2026-11-23T13:00:00Z',
        '--finished-at',
        '2026-11-23T13:30:00Z',
      ],
      ...[
        '--artifact-uri',
        'https://artifacts.example.com/candidates/',
        '--out',
        'else/where',
      ],
    ];
    await emit(repo, flags, env);
    expect(
      readContracts(join(repo.path, 'else/where')).buildInfo,
    ).toMatchObject({
      buildId: 'b-7',
      version: '2.14.0',
      branch: 'hotfix',
      repo: { url: 'https://git.example.com/flag' },
      ci: { system: 'own', url: 'https://ci.example.com/7', runNumber: 7 },
      pullRequest: { number: 12, url: 'https://git.example.com/pull/12' },
      artifacts: [
        { uri: 'https://artifacts.example.com/candidates/build/app.tar.gz' },
        { uri: 'https://artifacts.example.com/candidates/build/app.cab' },
      ],
      startedAt: '2026-11-23T13:00:00Z',
      finishedAt: '2026-11-23T13:30:00Z',
    });
  });

  it('takes everything from release.yaml', async () => {
    const repo = builtRepo();
    repo.write(
      'release.yaml',
      `# what to release
schemaVersion: '1.0'
component: component:default/payments-service
repo: { url: https://git.example.com/settings.git }
artifacts:
  - { path: build/*.tar.gz, os: arm, arch: arm64 }
junit:
  - { files: build/linux/*.xml, os: arm }
change: { subsystemDepth: 2, fixPattern: retry, tagPattern: v* }
`,
    );
    expect(await emit(repo, [], {}, ['emit'])).toMatchObject({
      code: 0,
      err: '',
    });
    const { buildInfo, riskInputs } = readContracts(
      join(repo.path, '.release'),
    );
    expect(buildInfo.artifacts).toMatchObject([
      { name: 'build/app.tar.gz', os: 'arm' },
    ]);
    expect(buildInfo.repo.url).toBe('https://git.example.com/settings.git');
    expect(riskInputs.tests).toMatchObject([{ os: 'arm', total: 5 }]);
    expect(riskInputs.change?.isFix).toBe(true);
  });

  it('leaves out what it cannot see, and says so', async () => {
    const source = builtRepo();
    const clone = TestRepo.clone(source, '--depth=1');
    clone.write('build/app.tar.gz', 'x');
    clone.write('src/a.cc', 'changed after the checkout');
    const { code, err } = await emit(
      clone,
      [
        '--artifact',
        'build/app.tar.gz=linux/x86_64',
        '--junit',
        'build/none/*.xml=arm',
      ],
      {},
      ['emit', '--component', 'payments-service'],
    );
    expect(code).toBe(0);
    const { buildInfo, riskInputs } = readContracts(
      join(clone.path, '.release'),
    );
    expect(riskInputs).not.toHaveProperty('change');
    expect(riskInputs).not.toHaveProperty('tests');
    expect(buildInfo).not.toHaveProperty('commits');
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^notice: tracked files differ from HEAD/),
      expect.stringMatching(/^notice: the change is left out: .*shallow/),
      'notice: no test report of arm: nothing matches build/none/*.xml',
    ]);
  });

  it('describes this very repository', async () => {
    const root = resolve(__dirname, '../../../..');
    const repo = TestRepo.init();
    const { code, err } = await runRelease(
      [
        'emit',
        ...['--repo', root, '--out', join(repo.path, 'out')],
        ...[
          '--component',
          'adaptive-delivery',
          '--repo-url',
          'https://git.example.com/here',
        ],
        ...['--branch', 'main', '--artifact', 'package.json=linux/noarch'],
      ],
      { cwd: repo.path },
    );
    expect({ code, err }).toMatchObject({ code: 0 });
    const { buildInfo, riskInputs } = readContracts(join(repo.path, 'out'));
    expect(buildInfo.artifacts[0].sha256).toBe(
      sha256(readFileSync(join(root, 'package.json'))),
    );
    // a shallow clone of it, as some CI systems make, has no change to measure
    expect(riskInputs.change !== undefined || /shallow/.test(err)).toBe(true);
    expect(riskInputs.commit).toMatch(/^[0-9a-f]{40}$/);
  });
});
