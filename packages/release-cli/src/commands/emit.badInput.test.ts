import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TestRepo, removeTestFolders } from '../__testUtils__/TestRepo';
import { builtRepo, emit } from '../__testUtils__/builtRepo';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

describe('release emit', () => {
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
      const repo = builtRepo();
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
    const repo = builtRepo();
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
});
