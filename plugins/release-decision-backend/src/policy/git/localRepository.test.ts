import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PolicyRepository, runGit } from '../../__testUtils__/PolicyRepository';
import { gitSettings } from '../../__testUtils__/gitSettings';
import { loadBundle } from '../loadBundle';
import { Snapshot } from '../sources/PolicySource';
import { GitSettings } from './GitSettings';
import { GitSource } from './GitSource';

const clock: DomainClock = {
  now: () => new Date('2026-11-20T12:00:00Z'),
  pace: () => 1,
};

let repository: PolicyRepository;
beforeEach(() => {
  repository = PolicyRepository.create();
});
afterEach(() => repository.remove());

const source = (change: Partial<GitSettings> = {}) =>
  new GitSource({
    settings: gitSettings(change.url ?? repository.folder, change),
    clock,
    elapsedMs: () => 0,
  });

const read = (change?: Partial<GitSettings>) => source(change).read();

const namesOf = ({ files }: Snapshot) => files.map(file => file.path);

describe('a local repository', () => {
  it('is read at the commit of the branch, not from the work tree', async () => {
    const commit = repository.git('rev-parse', 'HEAD');
    repository.write('policies/policy.yaml', 'nonsense: true\n');
    repository.write('policies/z.yaml', 'nonsense: true\n');
    const snapshot = await read();
    expect(snapshot.commit).toBe(commit);
    expect(namesOf(snapshot)).toEqual(repository.defaultFiles);
    expect(loadBundle(snapshot.files).policy.policy.name).toBe('default');
  });

  it.each([
    ['a tag', ['tag', 'v1'], { ref: { kind: 'tag', name: 'v1' } }],
    [
      'an annotated tag',
      ['tag', '-a', '-m', 'first', 'v1'],
      { ref: { kind: 'tag', name: 'v1' } },
    ],
    [
      'a branch with slashes',
      ['branch', 'team/next'],
      { ref: { kind: 'branch', name: 'team/next' } },
    ],
  ] as const)('is read at %s', async (_title, command, change) => {
    const commit = repository.git('rev-parse', 'HEAD');
    repository.git(...command);
    repository.commit({ 'policies/z.yaml': 'nonsense: true\n' });
    expect((await read(change)).commit).toBe(commit);
  });

  it.each([
    ['bare', ['clone', '--quiet', '--bare', 'policy', 'other']],
    ['packed', ['clone', '--quiet', '--no-local', 'policy', 'other']],
  ])('may be %s', async (_title, command) => {
    runGit(repository.root, command);
    const url = path.join(repository.root, 'other');
    expect(namesOf(await read({ url }))).toEqual(repository.defaultFiles);
  });

  it('may be one of several work trees, or named by a relative path', async () => {
    repository.git('worktree', 'add', '--quiet', '-b', 'side', '../side');
    const side = path.join(repository.root, 'side');
    expect(namesOf(await read({ url: side }))).toEqual(repository.defaultFiles);
    const url = path.relative(process.cwd(), repository.folder);
    expect((await read({ url })).files[0].location).toMatch(
      `${url}@${repository.git('rev-parse', '--short=12', 'HEAD')}:policies/`,
    );
  });

  it('may hold the files at its top, beside what belongs to other tools', async () => {
    repository.commit({
      '.gitlab-ci.yml': 'stages: []\n',
      'README.md': '# Policy\n',
      'policy.yaml': 'coolDown: { hours: 1 }\n',
    });
    const { files } = await read({ folder: null });
    expect(files.map(({ path: name }) => name)).toEqual(['policy.yaml']);
  });

  it.each([
    [
      'a path without a repository',
      () => ({ url: path.join(repository.root) }),
      /policy-git-\w+ is no Git repository; relative paths start at/,
    ],
    [
      'a path that is not there',
      () => ({ url: '/no/such/place' }),
      /\/no\/such\/place is no Git repository/,
    ],
    [
      'a branch that is not there',
      () => ({ ref: { kind: 'branch', name: 'next' } as const }),
      /it has no branch next; look at adaptiveDelivery\.policy\.sources\[0\]\.git/,
    ],
    [
      'a tag that is not there, while a branch of the name is',
      () => ({ ref: { kind: 'tag', name: 'main' } as const }),
      /it has no tag main/,
    ],
    [
      'a repository that borrows its objects',
      () => {
        runGit(repository.root, ['clone', '-q', '--shared', 'policy', 'other']);
        return { url: path.join(repository.root, 'other') };
      },
      /borrows its objects from another repository; run git repack/,
    ],
    [
      'a repository of SHA-256 names',
      () => {
        runGit(repository.root, [
          'init',
          '-q',
          '--object-format=sha256',
          'sha',
        ]);
        return { url: path.join(repository.root, 'sha') };
      },
      /extensions\.objectformat = sha256, which cannot be read/,
    ],
  ])('%s is unreachable', async (_title, change, words) => {
    await expect(read(change())).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringMatching(words),
    });
  });
});

describe('a commit that cannot be a policy', () => {
  const faultOf = async (change?: Partial<GitSettings>) => {
    const { name, commit, message } = await read(change).catch(e => e);
    return { name, commit, message };
  };
  /** Every place in the message is one in the commit. */
  const fault = (commit: string, words: RegExp) => ({
    name: 'BundleError',
    commit,
    message: expect.stringMatching(
      new RegExp(`policy@${commit.slice(0, 12)}${words.source}`),
    ),
  });

  it('names a folder that is not there, and one that is none', async () => {
    const commit = repository.commit({ 'rules/list': 'x' });
    expect(
      await faultOf({
        folder: 'policies/eu',
      }),
    ).toEqual(fault(commit, /:policies\/eu: the commit has no such folder/));
    expect(
      await faultOf({
        folder: 'rules/list',
      }),
    ).toEqual(fault(commit, /:rules\/list: is a file, not a folder/));
    expect(
      await faultOf({
        folder: 'rules',
      }),
    ).toEqual(fault(commit, /:rules\/: the folder holds no \.yaml file/));
  });

  it('does not follow symbolic links, neither of files nor of folders', async () => {
    const secrets = mkdtempSync(path.join(tmpdir(), 'outside-'));
    symlinkSync('/etc/passwd', repository.file('policies/z.yaml'));
    symlinkSync('policies', repository.file('link'));
    symlinkSync(secrets, repository.file('out'));
    const commit = repository.commit();
    expect(await faultOf()).toEqual(
      fault(
        commit,
        /:policies\/z\.yaml: is a symbolic link; policy files must stand in the folder themselves/,
      ),
    );
    expect(
      await faultOf({
        folder: 'link',
      }),
    ).toEqual(fault(commit, /:link: is a symbolic link, not a folder/));
    expect(
      await faultOf({
        folder: 'out/x',
      }),
    ).toEqual(fault(commit, /:out: is a symbolic link, not a folder/));
    rmSync(secrets, { recursive: true });
  });

  it('names folders and submodules that are called like files', async () => {
    const folder = repository.commit({ 'policies/a.yaml/b.yaml': 'x: 1\n' });
    expect(await faultOf()).toEqual(
      fault(folder, /:policies\/a\.yaml: is a folder; policy files/),
    );
    const submodule = repository.commitTree([
      { mode: '160000', name: 's.yaml', content: '' },
    ]);
    expect(await faultOf()).toEqual(
      fault(submodule, /:policies\/s\.yaml: is a submodule; policy files/),
    );
  });

  it.each([
    [
      'a name that climbs',
      '../x.yaml',
      /:policies\/: holds a name that Git refuses/,
    ],
    [
      'the same with backslashes',
      '..\\x.yaml',
      /:policies\/: holds a name that Git/,
    ],
    [
      'a line break',
      'a\nb.yaml',
      /:policies\/: the file name "a\?b\.yaml" may hold only/,
    ],
    ['a colour of the terminal', '\u001b[31m.yaml', /.*name "\?\[31m\.yaml"/],
    ['right-to-left text', 'x\u202elmay.yaml', /.*name "x\?+lmay\.yaml" may/],
  ])('refuses %s', async (_title, name, words) => {
    const commit = repository.commitTree([
      { mode: '100644', name, content: 'coolDown: { hours: 1 }\n' },
    ]);
    expect(await faultOf()).toEqual(fault(commit, words));
  });

  it('names a file that is too large, and one that is not text', async () => {
    const large = repository.commit({
      'policies/z.yaml': `# ${'x'.repeat(1024 * 1024)}\n`,
    });
    expect(await faultOf()).toEqual(
      fault(
        large,
        /:policies\/z\.yaml: the file cannot be read \(it is larger than 1048576 bytes\)/,
      ),
    );
    const binary = repository.commit({
      'policies/z.yaml': Buffer.from([0x61, 0xff, 0xfe]),
    });
    expect(await faultOf()).toEqual(
      fault(
        binary,
        /:policies\/z\.yaml: the file cannot be read \(it is not UTF-8/,
      ),
    );
  });

  it('holds no more files and bytes than a policy needs', async () => {
    const many = repository.commit(
      Object.fromEntries(
        Array.from({ length: 201 }, (_, n) => [`many/${n}.yaml`, 'a: 1\n']),
      ),
    );
    expect(
      await faultOf({
        folder: 'many',
      }),
    ).toEqual(fault(many, /:many\/: holds more than 200 \.yaml files/));
    const big = repository.commit(
      Object.fromEntries(
        Array.from({ length: 9 }, (_, n) => [
          `big/${n}.yaml`,
          `# ${n}${'x'.repeat(1_000_000)}`,
        ]),
      ),
    );
    expect(
      await faultOf({
        folder: 'big',
      }),
    ).toEqual(fault(big, /:big\/: holds more than 8388608 bytes/));
  });

  it('says line and column in the commit', async () => {
    const commit = repository.commit({
      'policies/cool.yaml': '# comment\ncoolDown:\n  hours: soon\n',
    });
    const { files } = await read();
    expect(() => loadBundle(files)).toThrow(
      `${repository.folder}@${commit.slice(
        0,
        12,
      )}:policies/cool.yaml:3:3: coolDown.hours: `,
    );
  });
});

it('names a fault in the right one of two files of the same path', async () => {
  const { files } = await read();
  const overlay = {
    path: 'policies/policy.yaml',
    location: '/etc/overlay/policy.yaml',
    yaml: 'coolDown: { hours: soon }\n',
  };
  expect(() => loadBundle([...files, overlay])).toThrow(
    /- \/etc\/overlay\/policy\.yaml:1:13: coolDown\.hours/,
  );
});

it('needs no network and leaves the repository as it is', async () => {
  const before = repository.git('for-each-ref');
  await read();
  expect(repository.git('for-each-ref')).toBe(before);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(existsSync(repository.file('.git/shallow'))).toBe(false);
});
