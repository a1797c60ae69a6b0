import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');

/** Without what a surrounding git command or the machine's settings would change. */
function cleanEnv() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')),
  );
  return {
    ...env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
}

export function runGit(
  cwd: string,
  args: readonly string[],
  input?: string | Buffer,
): string {
  return execFileSync('git', args, {
    cwd,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: cleanEnv() as unknown as NodeJS.ProcessEnv,
  }).trimEnd();
}

/** A real repository with the default bundle in its folder `policies`. */
export class PolicyRepository {
  private constructor(
    /** Holds the repository and nothing else; a server's root. */
    readonly root: string,
    readonly folder: string,
  ) {}

  static create(): PolicyRepository {
    const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'policy-git-'));
    const folder = path.join(root, 'policy');
    mkdirSync(folder);
    const repository = new PolicyRepository(root, folder);
    repository.git('init', '--quiet', '--initial-branch=main');
    cpSync(DEFAULT, repository.file('policies'), { recursive: true });
    repository.commit();
    return repository;
  }

  /** Of the default bundle, as a snapshot of its folder has them. */
  readonly defaultFiles = readdirSync(DEFAULT)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => `policies/${name}`);

  file(name: string) {
    return path.join(this.folder, name);
  }

  git(...args: string[]): string {
    return runGit(this.folder, args);
  }

  write(name: string, content: string | Buffer) {
    mkdirSync(path.dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), content);
  }

  /** @returns the id of the commit of all that changed and of these files. */
  commit(files: Record<string, string | Buffer> = {}): string {
    Object.entries(files).forEach(([name, content]) =>
      this.write(name, content),
    );
    this.git('add', '--all');
    this.git(
      'commit',
      '--quiet',
      '--allow-empty',
      '--message=Change the policy',
    );
    return this.git('rev-parse', 'HEAD');
  }

  /** A commit whose `policies` folder holds just these entries, as no git add would make it. */
  commitTree(entries: Array<{ mode: string; name: string; content: string }>) {
    const bytes = Buffer.concat(
      entries.map(({ mode, name, content }) => {
        const id = runGit(
          this.folder,
          ['hash-object', '-w', '--stdin'],
          content,
        );
        return Buffer.concat([
          Buffer.from(`${mode} ${name}\0`),
          Buffer.from(id, 'hex'),
        ]);
      }),
    );
    const tree = runGit(
      this.folder,
      ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'],
      bytes,
    );
    const root = runGit(
      this.folder,
      ['mktree'],
      `040000 tree ${tree}\tpolicies\n`,
    );
    const commit = this.git('commit-tree', root, '-m', 'Crafted', '-p', 'HEAD');
    this.git('update-ref', 'refs/heads/main', commit);
    return commit;
  }

  remove() {
    rmSync(this.root, { recursive: true });
  }
}
