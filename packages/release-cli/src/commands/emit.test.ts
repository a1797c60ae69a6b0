import {
  parseContract,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { TestRepo, lines, removeTestFolders } from '../__testUtils__/TestRepo';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

const sha256 = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex');

function read(folder: string) {
  const load = (file: string) =>
    parseStrictJson(readFileSync(join(folder, file), 'utf8'), file);
  return {
    buildInfo: parseContract('build-info', load('build-info.json')),
    riskInputs: parseContract('risk-inputs', load('risk-inputs.json')),
  };
}

const report = (tests: number, failed = 0) =>
  `<testsuite>${'<testcase name="x" time="0.25"/>'.repeat(
    tests - failed,
  )}${'<testcase name="y" time="0.25"><failure/></testcase>'.repeat(
    failed,
  )}</testsuite>`;

/** A repository with a remote, one release behind it, and a finished build. */
function built(): TestRepo {
  const repo = TestRepo.init();
  repo.git(
    'remote',
    'add',
    'origin',
    'https://ci:s3cret@git.example.com/payments.git',
  );
  repo.commit({ '.gitignore': '/build/\n', 'src/a.cc': lines(10) });
  repo.git('tag', 'v2.13.4');
  repo.commit(
    { 'src/a.cc': lines(12) },
    { author: 'Zoë 🚀', message: 'retry on 503 \u001b[31m\u202ered' },
  );
  repo.write('build/app.tar.gz', 'the linux artifact');
  repo.write('build/app.cab', 'the windows artifact');
  repo.write('build/linux/TEST-a.xml', report(3));
  repo.write('build/linux/TEST-b.xml', report(2, 1));
  repo.write('build/windows.xml', `\ufeff${report(1)}`);
  const at = (path: string, time: string) =>
    utimesSync(join(repo.path, 'build', path), new Date(time), new Date(time));
  at('linux/TEST-a.xml', '2026-11-23T13:59:00Z');
  at('linux/TEST-b.xml', '2026-11-23T14:01:00Z');
  at('windows.xml', '2026-11-23T14:02:00Z');
  at('app.tar.gz', '2026-11-23T13:58:00Z');
  at('app.cab', '2026-11-23T14:03:00Z');
  return repo;
}

const ARGS = [
  'emit',
  ...['--component', 'payments-service'],
  ...[
    '--artifact',
    'build/app.tar.gz=linux/x86_64',
    'build/app.cab=windows/x64',
  ],
  ...['--junit', 'build/linux/*.xml=linux', 'build/windows.xml=windows'],
];

const emit = (repo: TestRepo, more: string[] = [], env = {}, args = ARGS) =>
  runRelease([...args, ...more], { cwd: repo.path, env });

describe('release emit', () => {
  it('describes a real checkout and its build', async () => {
    const repo = built();
    const { code, err, out } = await emit(repo);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { buildInfo, riskInputs } = read(join(repo.path, '.release'));
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
    const repo = built();
    await emit(repo);
    const before = read(join(repo.path, '.release'));
    const again = await runRelease(ARGS, {
      cwd: repo.path,
      now: () => Date.parse('2027-01-01T00:00:00Z'),
    });
    expect(again.out).toContain('unchanged since the last emit');
    expect(read(join(repo.path, '.release'))).toEqual(before);
    repo.write('build/app.tar.gz', 'another artifact');
    await emit(repo);
    expect(read(join(repo.path, '.release')).buildInfo.buildId).not.toBe(
      before.buildInfo.buildId,
    );
  });

  it.each(['', '{"half": ', '{}', 'x'.repeat(6_000_000)])(
    'takes the place of whatever stood in its files (case %#)',
    async content => {
      const repo = built();
      repo.write('.release/build-info.json', content);
      expect((await emit(repo)).code).toBe(0);
      expect(read(join(repo.path, '.release')).buildInfo.version).toBeDefined();
    },
  );

  it('takes the facts of the CI run, and flags over them', async () => {
    const repo = built();
    repo.git('checkout', '--quiet', '--detach');
    const env = {
      BUILD_URL: 'https://ci.example.com/job/payments/418/',
      BUILD_NUMBER: '418',
      JOB_NAME: 'kiosk/payments',
      BRANCH_NAME: 'main',
      GIT_URL: 'https://ci:s3cret@git.example.com/from-ci.git',
    };
    await emit(repo, [], env);
    expect(read(join(repo.path, '.release')).buildInfo).toMatchObject({
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
    expect(read(join(repo.path, 'else/where')).buildInfo).toMatchObject({
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
    const repo = built();
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
    const { buildInfo, riskInputs } = read(join(repo.path, '.release'));
    expect(buildInfo.artifacts).toMatchObject([
      { name: 'build/app.tar.gz', os: 'arm' },
    ]);
    expect(buildInfo.repo.url).toBe('https://git.example.com/settings.git');
    expect(riskInputs.tests).toMatchObject([{ os: 'arm', total: 5 }]);
    expect(riskInputs.change?.isFix).toBe(true);
  });

  it('leaves out what it cannot see, and says so', async () => {
    const source = built();
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
    const { buildInfo, riskInputs } = read(join(clone.path, '.release'));
    expect(riskInputs).not.toHaveProperty('change');
    expect(riskInputs).not.toHaveProperty('tests');
    expect(buildInfo).not.toHaveProperty('commits');
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^notice: tracked files differ from HEAD/),
      expect.stringMatching(/^notice: the change is left out: .*shallow/),
      'notice: no test report of arm: nothing matches build/none/*.xml',
    ]);
  });

  const refusals: Array<[string, string[], RegExp]> = [
    [
      'an artifact that is not there',
      ['--artifact', 'build/no=linux/x64'],
      /artifact build\/no: there is no such file/,
    ],
    [
      'a folder for an artifact',
      ['--artifact', 'build=linux/x64'],
      /artifact build: is not a file/,
    ],
    [
      'an artifact of no system',
      ['--artifact', 'build/app.cab'],
      /which architecture/,
    ],
    [
      'an artifact of an unknown system',
      ['--artifact', 'build/app.cab', '--arch', 'x64', '--os', 'macos'],
      /which system is it for\? .*linux, windows, arm/,
    ],
    [
      'an artifact with a name that no contract takes',
      ['--artifact', 'src/a b$(x).cc=linux/x64'],
      /artifacts\[2\]\.name: must be a relative name/,
    ],
    [
      'the same artifact twice',
      ['--artifact', 'build/app.cab=windows/x64', 'build/app.cab=linux/x64'],
      /artifacts\[3\]\.name: .* is named twice/,
    ],
    [
      'a report that is broken',
      ['--junit', 'build/app.cab=linux'],
      /JUnit report build\/app\.cab is broken XML in line 1/,
    ],
    [
      'a report of no system',
      ['--junit', 'build/windows.xml'],
      /--junit build\/windows\.xml: which system/,
    ],
    [
      'a component that is none',
      ['--component', 'a/b/c'],
      /component: must be a full entity reference/,
    ],
    [
      'a revision that is an option',
      ['--since=--all'],
      /"--all" is not a revision/,
    ],
    [
      'a revision that is not there',
      ['--since', 'v9'],
      /v9 is not a commit of this clone/,
    ],
    [
      'a build id that no contract takes',
      ['--build-id', 'a/b'],
      /buildId: must start with a letter/,
    ],
    [
      'an end before the start',
      [
        '--started-at',
        '2026-11-23T15:00:00Z',
        '--finished-at',
        '2026-11-23T14:00:00Z',
      ],
      /finishedAt: must not be before startedAt/,
    ],
    [
      'a time that is none',
      ['--started-at', 'yesterday'],
      /startedAt: must be an RFC 3339 time/,
    ],
    ['a depth of nothing', ['--subsystem-depth', '0'], /from 1 to 10/],
    ['a pattern that is none', ['--fix-pattern', '('], /no regular expression/],
    [
      'settings that are not there',
      ['--settings', 'no.yaml'],
      /no\.yaml cannot be read/,
    ],
    ['a folder without a commit', ['--repo', 'build'], /release emit|build/],
  ];
  it.each(refusals)(
    'ends with 2 and writes nothing for %s',
    async (_what, more, message) => {
      const repo = built();
      repo.write('src/a b$(x).cc', 'x');
      const { code, err } = await emit(repo, [...more, '--out', 'out']);
      expect(err).toMatch(message);
      expect(code).toBe(2);
      expect(existsSync(join(repo.path, 'out'))).toBe(false);
    },
  );

  it.each([
    ['component: a\ncomponent: b', /release\.yaml: .*unique.*line 2/s],
    ['component: [', /release\.yaml: .*line 1/s],
    ['', /release\.yaml is not valid/],
    ['schemaVersion: 1.0\ncomponent: component:default/a', /schemaVersion/],
    [
      "schemaVersion: '1.0'\ncomponent: component:default/a\nportal: https://evil.example.com",
      /portal: unknown key/,
    ],
    [
      "schemaVersion: '1.0'\ncomponent: component:default/a\nartifacts: [{path: ../../etc/passwd, os: linux, arch: x}]",
      /artifacts\[0\]\.path/,
    ],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]`,
      /alias/i,
    ],
  ])('ends with 2 for the settings %j', async (yaml, message) => {
    const repo = built();
    repo.write('release.yaml', yaml);
    const { code, err } = await emit(repo);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('ends with 2 outside of a checkout and before the first commit', async () => {
    const repo = TestRepo.init();
    const { code, err } = await emit(repo);
    expect(code).toBe(2);
    expect(err).toMatch(/has no commit to describe/);
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
    const { buildInfo, riskInputs } = read(join(repo.path, 'out'));
    expect(buildInfo.artifacts[0].sha256).toBe(
      sha256(readFileSync(join(root, 'package.json'))),
    );
    // a shallow clone of it, as some CI systems make, has no change to measure
    expect(riskInputs.change !== undefined || /shallow/.test(err)).toBe(true);
    expect(riskInputs.commit).toMatch(/^[0-9a-f]{40}$/);
  });
});
