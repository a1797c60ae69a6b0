import { ChangeMetrics } from '@adaptive-delivery/plugin-release-common';
import { readCheckout } from '../git/checkout';
import { Git } from '../git/Git';
import {
  TestRepo,
  cleanEnv,
  fakeGit,
  lines,
  removeTestFolders,
} from '../__testUtils__/TestRepo';
import { collectIn, releasedRepo } from '../__testUtils__/collectIn';
import { DEFAULT_FIX_PATTERN, changeMetrics } from './changeMetrics';
import { CollectOptions, collectChange } from './collectChange';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

async function metricsOf(repo: TestRepo, options?: Partial<CollectOptions>) {
  const { change } = await collectIn(repo, options);
  if (!change.seen) throw new Error(change.why);
  return change.metrics;
}

async function whyUnseen(...args: Parameters<typeof collectIn>) {
  const { change } = await collectIn(...args);
  if (change.seen) throw new Error('was seen');
  return change.why;
}

describe('the change metrics', () => {
  it('are those of Kamei et al. over the commits since the last tag', async () => {
    const repo = releasedRepo();
    // 5 lines more in a file of 20, a new file of 5 lines, one line changed of 4
    repo.commit(
      { 'src/a.cc': lines(25), 'src/net/new.cc': lines(5) },
      { day: 30, author: 'Ada', message: 'Fix the retry' },
    );
    repo.commit(
      { 'doc/b.md': `${lines(3)}changed\n` },
      { day: 40, author: 'Cem', message: 'Describe it' },
    );
    expect(await metricsOf(repo)).toEqual<ChangeMetrics>({
      commits: 2,
      files: 3,
      directories: 3,
      subsystems: 2,
      linesAdded: 11,
      linesDeleted: 1,
      // shares 5/12, 5/12 and 2/12 over three files
      entropy: expect.closeTo(
        ((-10 / 12) * Math.log2(5 / 12) - (2 / 12) * Math.log2(2 / 12)) /
          Math.log2(3),
        12,
      ),
      linesInFilesBefore: 24,
      // a.cc last changed on day 10, b.md on day 0; the change ends on day 40
      ageDays: 35,
      priorChanges: 2,
      authors: 2,
      // Ada had 1 commit before, Cem none: a mean of 0.5, rounded
      authorExperience: 1,
      isFix: true,
    });
  });

  it('count everything as new in a root commit', async () => {
    const repo = TestRepo.init();
    repo.commit({ 'a.txt': lines(3), 'lib/b.txt': 'no line end' });
    expect(await metricsOf(repo)).toEqual<ChangeMetrics>({
      commits: 1,
      files: 2,
      directories: 2,
      subsystems: 2,
      linesAdded: 4,
      linesDeleted: 0,
      entropy: expect.closeTo(0.8112781244591328, 12),
      linesInFilesBefore: 0,
      ageDays: 0,
      priorChanges: 0,
      authors: 0,
      authorExperience: 0,
      isFix: false,
    });
  });

  it('follow a file through its renames, in the change and before it', async () => {
    const repo = TestRepo.init();
    repo.commit({ 'one/a.cc': lines(30) }, { day: 0, author: 'Ada' });
    repo.git('mv', 'one/a.cc', 'one/b.cc');
    repo.commit({}, { day: 5, author: 'Ben' });
    repo.commit(
      { 'one/a.cc': lines(2, 'unrelated') },
      { day: 6, author: 'Cem' },
    );
    repo.git('tag', 'v1');
    repo.git('rm', '--quiet', 'one/a.cc');
    repo.git('mv', 'one/b.cc', 'one/c.cc');
    repo.commit({ 'one/c.cc': lines(31) }, { day: 15, author: 'Dee' });
    const metrics = await metricsOf(repo);
    expect(metrics).toMatchObject({
      files: 2,
      linesAdded: 1,
      linesDeleted: 2,
      linesInFilesBefore: 32,
      // b.cc was last changed on day 5, a.cc on day 6
      ageDays: 9.5,
      priorChanges: 3,
      authors: 3,
    });
  });

  it('count both places of a move, and binary files without lines', async () => {
    const repo = TestRepo.init();
    repo.commit({
      'app/x.bin': Buffer.from([0, 1, 2, 10, 10, 10]),
      'app/y.txt': lines(20),
    });
    repo.git('mv', 'app/y.txt', 'y.txt');
    repo.commit({ 'app/x.bin': Buffer.from([0, 9, 9, 10]) });
    expect(await metricsOf(repo)).toMatchObject({
      files: 2,
      directories: 2,
      subsystems: 2,
      linesAdded: 0,
      linesDeleted: 0,
      entropy: 0,
      linesInFilesBefore: 20,
    });
  });

  it('read names with spaces, line breaks, tabs and any bytes', async () => {
    const repo = TestRepo.init();
    const names = [
      'a b/c d.txt',
      'new\nline/x\ty.txt',
      'ü/日本.txt',
      '-rf',
      ':(top)x',
      '"q"',
    ];
    repo.commit(Object.fromEntries(names.map(name => [name, lines(2)])), {
      day: 1,
    });
    repo.commit(Object.fromEntries(names.map(name => [name, lines(3)])), {
      day: 4,
      author: 'Ben',
    });
    repo.git('mv', 'new\nline/x\ty.txt', 'moved\n\u0001x.txt');
    repo.commit({ 'a b/c d.txt': lines(4) }, { day: 6 });
    expect(await metricsOf(repo)).toMatchObject({
      files: 2,
      directories: 3,
      linesAdded: 1,
      linesInFilesBefore: 6,
      ageDays: 2,
      priorChanges: 2,
      authors: 2,
    });
    // all of them, from the first commit on
    const first = repo.git('rev-list', '--max-parents=0', 'HEAD');
    expect(await metricsOf(repo, { since: first })).toMatchObject({
      files: 6,
      linesInFilesBefore: 12,
      priorChanges: 1,
    });
  });

  it('take a merge for what it brings in, without counting the merge', async () => {
    const repo = TestRepo.init();
    repo.commit({ 'a.txt': lines(5), 'b.txt': lines(5) }, { day: 0 });
    repo.git('checkout', '--quiet', '-b', 'feature');
    repo.commit({ 'a.txt': lines(6) }, { day: 1, author: 'Ben' });
    repo.commit({ 'a.txt': lines(7) }, { day: 2, author: 'Ben' });
    repo.git('checkout', '--quiet', 'main');
    repo.commit({ 'b.txt': lines(6) }, { day: 3 });
    repo.at(4).git('merge', '--quiet', '--no-ff', '-m', 'Merge it', 'feature');
    const metrics = await metricsOf(repo);
    expect(metrics).toMatchObject({
      commits: 2,
      files: 1,
      linesAdded: 2,
      ageDays: 4,
      authors: 1,
      authorExperience: 0,
    });
  });

  it('take a submodule for a changed file without content', async () => {
    const repo = TestRepo.init();
    repo.commit({ 'a.txt': lines(2) });
    const link = (id: string) =>
      repo.git('update-index', '--add', '--cacheinfo', `160000,${id},sub`);
    link('1'.repeat(40));
    repo.git('commit', '--quiet', '-m', 'Add it');
    link('2'.repeat(40));
    repo.git('commit', '--quiet', '-m', 'Bump it');
    expect(await metricsOf(repo)).toMatchObject({
      files: 1,
      linesAdded: 1,
      linesDeleted: 1,
      linesInFilesBefore: 0,
      priorChanges: 1,
    });
  });

  it('tell people by .mailmap and without regard to case', async () => {
    const repo = TestRepo.init();
    repo.commit({
      '.mailmap': 'Ada <ada@example.com> <countess@example.com>\n',
      a: 'x\n',
    });
    repo.commit({ a: 'y\n' }, { author: 'Countess' });
    repo.commit({ a: 'z\n' }, { author: 'ADA' });
    expect(await metricsOf(repo)).toMatchObject({
      authors: 1,
      priorChanges: 2,
      authorExperience: 2,
    });
  });

  it.each([
    ['Fix the retry', true],
    ['retry: FIXED a crash', true],
    ['Bugfix release', true],
    ['Add a prefix', false],
    ['Speak of fixtures', false],
    ['Describe retries\n\nThis is not a fix.', false],
  ])('tell from the subject %j whether it is a fix: %p', (message, isFix) => {
    const commit = { commit: 'a', email: 'a@b', author: 'a', message };
    const metrics = changeMetrics(
      {
        commits: [commit],
        files: [],
        linesBefore: [],
        history: {
          priorChanges: 0,
          authors: 0,
          lastChangedAt: [],
          commitsByAuthor: new Map(),
        },
        changedAt: 0,
      },
      { subsystemDepth: 1, fixPattern: DEFAULT_FIX_PATTERN },
    );
    expect(metrics.isFix).toBe(isFix);
  });

  it('go as deep into the folders as asked', async () => {
    const repo = TestRepo.init();
    repo.commit({ 'a/b/1': 'x', 'a/c/2': 'x', 'a/c/d/3': 'x', 4: 'x' });
    expect((await metricsOf(repo)).subsystems).toBe(2);
    expect((await metricsOf(repo, { subsystemDepth: 2 })).subsystems).toBe(3);
    expect((await metricsOf(repo, { subsystemDepth: 9 })).subsystems).toBe(4);
  });

  it('are zero when nothing changed since', async () => {
    const repo = releasedRepo();
    expect(await metricsOf(repo, { since: 'HEAD' })).toMatchObject({
      commits: 0,
      files: 0,
      entropy: 0,
      isFix: false,
    });
  });

  it('take the same few git commands for one file and for many', async () => {
    const repo = TestRepo.init();
    repo.commit({ a: 'x' });
    const one = await collectIn(repo);
    const many = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [
        `d${i % 40}/f${i}`,
        lines(i % 9),
      ]),
    );
    repo.commit(many);
    repo.git('tag', 'v1');
    repo.commit(
      Object.fromEntries(Object.keys(many).map(key => [key, 'new\n'])),
    );
    const all = await collectIn(repo);
    expect(all.change).toMatchObject({
      metrics: { files: 1500, directories: 40 },
    });
    expect(all.commands).toBeLessThanOrEqual(one.commands + 2);
    expect(all.commands).toBeLessThan(20);
  });
});

describe('what cannot be seen', () => {
  it.each([1, 2])(
    'is all of the change in a clone of depth %d',
    async depth => {
      const clone = TestRepo.clone(releasedRepo(), `--depth=${depth}`);
      expect(await whyUnseen(clone)).toMatch(/shallow.*git fetch --unshallow/);
      expect(await whyUnseen(clone, { since: 'v1~2' })).toMatch(/shallow/);
    },
  );

  it('is seen again once the clone is whole', async () => {
    const source = releasedRepo();
    source.commit({ 'src/a.cc': lines(21) });
    const clone = TestRepo.clone(source, '--depth=1');
    clone.git('fetch', '--quiet', '--unshallow', '--tags');
    expect(await metricsOf(clone)).toEqual(await metricsOf(source));
  });

  it('is what git does not tell in time', async () => {
    const repo = releasedRepo();
    repo.commit({ 'src/a.cc': lines(21) });
    const PATH = fakeGit('case "$*" in *--name-status*) exec sleep 30;; esac');
    const git = new Git({
      cwd: repo.path,
      env: { ...cleanEnv(), PATH },
      timeoutMs: 1_000,
    });
    const checkout = await readCheckout(git, repo.path);
    const options = {
      component: 'component:default/payments-service',
      subsystemDepth: 1,
      fixPattern: DEFAULT_FIX_PATTERN,
    };
    expect(await collectChange(git, checkout, options)).toEqual({
      seen: false,
      why: 'git log took longer than 1 s',
    });
  });
});
