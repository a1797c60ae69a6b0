import { existsSync } from 'node:fs';
import {
  TestRepo,
  cleanEnv,
  fakeGit,
  removeTestFolders,
  testFolder,
} from '../__testUtils__/TestRepo';
import { Git } from './Git';

afterAll(removeTestFolders);

const gitIn = (cwd: string, env = {}, timeoutMs = 30_000) =>
  new Git({ cwd, env: { ...cleanEnv(), ...env }, timeoutMs });

describe('Git', () => {
  it('hands arguments over as they are, without a shell', async () => {
    const PATH = fakeGit('shift 8; printf "%s|" "$@"; exit 0');
    const hostile = ['$(id)', '; id', '`id`', '"', "'", '*', 'a\nb', '%PATH%'];
    expect(await gitIn(testFolder(), { PATH }).line(hostile)).toBe(
      `${hostile.join('|')}|`,
    );
  });

  it('ends a command that takes too long', async () => {
    const PATH = fakeGit('sleep 20');
    const started = Date.now();
    await expect(
      gitIn(testFolder(), { PATH }, 300).run(['log']),
    ).rejects.toMatchObject({
      name: 'GitError',
      reason: 'timeout',
      message: 'git log took longer than 0.3 s',
    });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('ends a command that prints without end', async () => {
    const PATH = fakeGit('exec yes');
    await expect(
      gitIn(testFolder(), { PATH }).run(['log']),
    ).rejects.toMatchObject({ name: 'GitError', reason: 'tooMuchOutput' });
  });

  it('says what git said, and that git is not there', async () => {
    const repo = TestRepo.init();
    await expect(
      gitIn(repo.path).run(['rev-parse', '--verify', 'nothing']),
    ).rejects.toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('Needed a single revision'),
    });
    await expect(
      gitIn(repo.path, { PATH: testFolder() }).run(['log']),
    ).rejects.toMatchObject({ reason: 'notInstalled' });
    await expect(
      gitIn(`${repo.path}/nowhere`).run(['log']),
    ).rejects.toMatchObject({ reason: 'notInstalled' });
  });

  it('runs no program that the repository or a user configured', async () => {
    const repo = TestRepo.init();
    repo.commit({ a: '1' });
    const trap = `${repo.path}/trapped`;
    repo.write('trap.sh', `#!/bin/sh\ntouch ${trap}\n`);
    repo.git('config', 'core.fsmonitor', `sh ${repo.path}/trap.sh`);
    repo.git('config', 'core.hooksPath', repo.path);
    repo.git('config', 'diff.external', `sh ${repo.path}/trap.sh`);
    repo.git('config', 'log.showSignature', 'true');
    const git = gitIn(repo.path);
    await git.run(['status', '--porcelain']);
    await git.run(['log', '-1', '--format=%H']);
    expect(existsSync(trap)).toBe(false);
  });
});
