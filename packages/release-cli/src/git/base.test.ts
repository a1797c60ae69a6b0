import { CollectOptions } from '../change/collectChange';
import { TestRepo, removeTestFolders } from '../__testUtils__/TestRepo';
import { collectIn, releasedRepo } from '../__testUtils__/collectIn';
import { assertRevision } from './revision';

afterAll(removeTestFolders);
jest.setTimeout(60_000);

describe('the base', () => {
  const since = async (repo: TestRepo, options?: Partial<CollectOptions>) => {
    const { change } = await collectIn(repo, options);
    return change.seen ? change.since : `unseen: ${change.why}`;
  };

  it('is the last tag before HEAD, not one on it', async () => {
    const repo = releasedRepo();
    repo.commit({ a: '1' });
    repo.git('tag', '-a', '-m', 'two', 'v2');
    expect(await since(repo)).toBe('tag v1');
    repo.commit({ a: '2' });
    expect(await since(repo)).toBe('tag v2');
  });

  it('is of the component, in a repository of several', async () => {
    const repo = releasedRepo();
    repo.git('tag', 'payments/1.0', 'v1');
    repo.commit({ a: '1' });
    repo.git('tag', 'kiosk/7.0');
    repo.commit({ a: '2' });
    expect(await since(repo)).toBe('tag kiosk/7.0');
    expect(await since(repo, { tagPattern: 'payments/*' })).toBe(
      'tag payments/1.0',
    );
  });

  it('is what the gate recorded, where that is nearer than the tag', async () => {
    const repo = releasedRepo();
    const record = (commit: string) =>
      repo.git(
        'update-ref',
        'refs/adaptive-delivery/proceeded/component/default/payments-service',
        commit,
      );
    const released = repo.commit({ a: '1' });
    record(released);
    // still the same build: nothing can follow itself
    expect(await since(repo)).toBe('tag v1');
    repo.commit({ a: '2' });
    expect(await since(repo)).toBe('the last recorded release');
    record('v1~1');
    expect(await since(repo)).toBe('tag v1');
    expect(await since(repo, { since: released.slice(0, 10) })).toBe(
      released.slice(0, 10),
    );
  });

  it('is the parent without any of them', async () => {
    const repo = TestRepo.init();
    repo.commit({ a: '1' });
    repo.commit({ a: '2' });
    expect(await since(repo)).toBe('the parent');
  });

  it.each(['v9', 'HEAD~99', '0'.repeat(40), 'v1^{tree}'])(
    'cannot be %s',
    async revision => {
      await expect(since(releasedRepo(), { since: revision })).rejects.toThrow(
        /--since: .* is not a commit/,
      );
    },
  );

  it.each([
    '--all',
    '-h',
    '--output=/tmp/x',
    'v1..HEAD',
    'a b',
    'a\nb',
    '',
    ':/fix',
    'v1\u0000',
  ])('cannot be %j, which git could read as something else', revision => {
    expect(() => assertRevision(revision, '--since')).toThrow(
      /--since: .* is not a revision/,
    );
  });
});
