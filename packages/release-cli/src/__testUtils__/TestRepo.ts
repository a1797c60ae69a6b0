import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders: string[] = [];

/** A folder that `removeTestFolders` takes away. */
export function testFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'release-cli-'));
  folders.push(folder);
  return folder;
}

export function removeTestFolders() {
  folders.splice(0).forEach(folder => rmSync(folder, { recursive: true }));
}

/** The environment without what a surrounding git command or CI system set. */
export function cleanEnv(): Record<string, string | undefined> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:GIT_|CI|GITHUB_|JENKINS_|BUILD_|RELEASE_)/.test(name),
    ),
  );
  return {
    ...env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
}

/**
 * A PATH whose `git` first runs the given lines of shell, then the real one.
 * They may `exit` to take its place.
 */
export function fakeGit(script: string): string {
  const real = execFileSync('sh', ['-c', 'command -v git'], {
    encoding: 'utf8',
  }).trim();
  const folder = testFolder();
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\n${script}\nexec ${real} "$@"\n`,
    { mode: 0o755 },
  );
  return `${folder}:${process.env.PATH}`;
}

type CommitOptions = { author?: string; day?: number; message?: string };

/** A real git repository in a temporary folder, with times under control. */
export class TestRepo {
  private clock = Date.UTC(2026, 0, 1) / 1000;

  private constructor(readonly path: string) {}

  static init(): TestRepo {
    const repo = new TestRepo(testFolder());
    repo.git('init', '--quiet', '--initial-branch=main');
    return repo;
  }

  static clone(source: TestRepo, ...options: string[]): TestRepo {
    const repo = new TestRepo(testFolder());
    repo.git('clone', '--quiet', ...options, `file://${source.path}`, '.');
    return repo;
  }

  git(...args: string[]): string {
    const at = `${this.clock} +0000`;
    return execFileSync('git', args, {
      cwd: this.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...cleanEnv(),
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_DATE: at,
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_COMMITTER_NAME: 'CI',
        GIT_COMMITTER_EMAIL: 'ci@example.com',
      } as unknown as NodeJS.ProcessEnv,
    }).trimEnd();
  }

  write(path: string, content: string | Buffer) {
    const full = join(this.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }

  /** Days count from 2026-01-01; commits without one come a day after the last. */
  at(day: number): this {
    this.clock = Date.UTC(2026, 0, 1) / 1000 + day * 86_400;
    return this;
  }

  commit(
    files: Record<string, string | Buffer>,
    { author = 'Ada', day, message = 'Change things' }: CommitOptions = {},
  ): string {
    if (day === undefined) this.clock += 86_400;
    else this.at(day);
    Object.entries(files).forEach(([path, content]) =>
      this.write(path, content),
    );
    this.git('add', '--all');
    this.git(
      'commit',
      '--quiet',
      '--allow-empty',
      `--author=${author} <${author.toLowerCase()}@example.com>`,
      `--message=${message}`,
    );
    return this.git('rev-parse', 'HEAD');
  }
}

/** So many lines of text. */
export const lines = (count: number, prefix = 'line') =>
  Array.from({ length: count }, (_, i) => `${prefix} ${i}\n`).join('');
