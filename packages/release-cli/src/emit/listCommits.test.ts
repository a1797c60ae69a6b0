import { RangeCommit } from '../git/range';
import { listCommits, pickCommits } from './listCommits';

const commit = (n: number, email: string): RangeCommit => ({
  commit: n.toString(16).padStart(40, '0'),
  email,
  author: email.split('@')[0],
  message: `Change ${n}`,
});

describe('the commits of a build', () => {
  it('carry the e-mail of the author where it is one', () => {
    expect(
      listCommits([commit(1, 'ann@example.com'), commit(2, 'root')]),
    ).toEqual([
      expect.objectContaining({
        author: 'ann',
        authorEmail: 'ann@example.com',
      }),
      expect.not.objectContaining({ authorEmail: expect.anything() }),
    ]);
    expect(listCommits([])).toBeUndefined();
  });

  it('leave out no author where not all commits fit', () => {
    const commits = [
      commit(1, 'ann@x'),
      commit(2, 'ann@x'),
      commit(3, 'ann@x'),
      commit(4, 'ben@x'),
      commit(5, 'ann@x'),
      commit(6, 'cem@x'),
    ];
    const picked = pickCommits(commits, 4);
    expect(picked.map(({ message }) => message)).toEqual([
      'Change 1',
      'Change 2',
      'Change 4',
      'Change 6',
    ]);
    expect(pickCommits(commits, 10)).toEqual(commits);
  });
});
