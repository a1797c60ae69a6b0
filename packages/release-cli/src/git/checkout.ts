import { badInput } from '../exitCodes';
import { Git, GitError } from './Git';
import { fieldText, splitNul } from './splitNul';

/** What the checked-out commit says about itself. */
export type Checkout = {
  /** Full id of HEAD. */
  commit: string;
  parents: string[];
  /** Committer time, in seconds since the epoch. */
  committedAt: number;
  subject: string;
  /** A clone whose history was cut off. */
  isShallow: boolean;
  /** Whether tracked files differ from HEAD. */
  isDirty: boolean;
  /** Undefined on a detached HEAD, as most CI systems check out. */
  branch?: string;
  remoteUrl?: string;
};

/** `https://user:token@host/x` without the token; a push URL is not for a contract. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/** @throws CliError when the folder is not a checkout with a commit. */
export async function readCheckout(git: Git, cwd: string): Promise<Checkout> {
  let head: string[];
  try {
    const format = '--format=%H%x00%P%x00%ct%x00%s';
    head = splitNul(
      await git.run(['log', '-1', '--no-color', '-z', format, 'HEAD']),
    );
  } catch (error) {
    if (error instanceof GitError) {
      throw badInput(
        `${cwd} has no commit to describe: ${error.message}. Run release emit in a git checkout, or give it with --repo.`,
      );
    }
    throw error;
  }
  const [commit, parents, committedAt, subject = ''] = head;
  const shallow = await git.line(['rev-parse', '--is-shallow-repository']);
  const changed = await git.run([
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=all',
  ]);
  return {
    commit,
    parents: parents.split(' ').filter(Boolean),
    committedAt: Number(committedAt),
    subject: fieldText(subject).replace(/\n$/, ''),
    isShallow: shallow === 'true',
    isDirty: changed.length > 0,
    branch: await git.tryLine(['symbolic-ref', '--quiet', '--short', 'HEAD']),
    remoteUrl: await git.tryLine(['remote', 'get-url', 'origin']),
  };
}
