import { DEFAULT_FIX_PATTERN } from '../change/changeMetrics';
import { CollectOptions, collectChange } from '../change/collectChange';
import { readCheckout } from '../git/checkout';
import { Git } from '../git/Git';
import { TestRepo, cleanEnv, lines } from './TestRepo';

/** The change of a repository, and how many git commands it took. */
export async function collectIn(
  repo: TestRepo,
  options: Partial<CollectOptions> = {},
  timeoutMs = 60_000,
) {
  const git = new Git({ cwd: repo.path, env: cleanEnv(), timeoutMs });
  const checkout = await readCheckout(git, repo.path);
  const change = await collectChange(git, checkout, {
    component: 'component:default/payments-service',
    subsystemDepth: 1,
    fixPattern: DEFAULT_FIX_PATTERN,
    ...options,
  });
  return { change, commands: git.commands };
}

/** Ada makes two files, Ben changes one of them and a third; v1 is tagged. */
export function releasedRepo(): TestRepo {
  const repo = TestRepo.init();
  repo.commit({ 'src/a.cc': lines(10), 'doc/b.md': lines(4) }, { day: 0 });
  repo.commit({ 'src/a.cc': lines(20) }, { day: 10, author: 'Ben' });
  repo.commit({ 'src/other.cc': lines(3) }, { day: 20, author: 'Ben' });
  repo.git('tag', 'v1');
  return repo;
}
