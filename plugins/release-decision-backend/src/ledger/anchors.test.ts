import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitServer, gitHttpBackend } from '../__testUtils__/gitServer';
import { AnchoredRoot } from './Anchor';
import { FileAnchor } from './FileAnchor';
import { GitAnchor } from './GitAnchor';

jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anchors-'));
});
afterEach(() => rm(folder, { recursive: true }));

const root = (number: number, sig = 'AA=='): AnchoredRoot => ({
  number,
  at: '2026-11-23T10:00:00.000Z',
  envelope: {
    payload: Buffer.from(`root ${number}`).toString('base64'),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ keyid: 'first', sig }],
  },
});
const lineOf = (number: number) => JSON.stringify(root(number).envelope);

describe('an append-only file', () => {
  it('gets one line per root, however often it is kept', async () => {
    const file = path.join(folder, 'new', 'roots.jsonl');
    const anchor = new FileAnchor(file);
    for (const number of [1, 2, 2, 1]) await anchor.keep(root(number));
    expect(await readFile(file, 'utf8')).toBe(`${lineOf(1)}\n${lineOf(2)}\n`);
  });

  it('keeps the next root whole behind a line that was cut short', async () => {
    const file = path.join(folder, 'roots.jsonl');
    await appendFile(file, '{"payload":"aGFs');
    await new FileAnchor(file).keep(root(1));
    expect((await readFile(file, 'utf8')).split('\n')[1]).toBe(lineOf(1));
  });

  it('says when it cannot be written', async () => {
    await expect(new FileAnchor(folder).keep(root(1))).rejects.toThrow(
      /EISDIR/,
    );
  });
});

const git = (at: string, ...args: string[]) =>
  execFileSync('git', ['--git-dir', at, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  }).trim();

describe('a Git repository', () => {
  it('gets one annotated tag per root, which Git itself reads', async () => {
    const repository = path.join(folder, 'roots.git');
    const anchor = new GitAnchor({ folder: repository, push: null });
    for (const number of [1, 2, 1]) await anchor.keep(root(number));
    expect(git(repository, 'tag', '-l')).toBe(
      'ledger-root/00000001\nledger-root/00000002',
    );
    expect(git(repository, 'cat-file', '-t', 'ledger-root/00000002')).toBe(
      'tag',
    );
    expect(git(repository, 'show', 'ledger-root/00000002:root.json')).toBe(
      lineOf(2),
    );
    git(repository, 'fsck', '--strict');
  });

  it('does not replace a root by another', async () => {
    const repository = path.join(folder, 'roots.git');
    await new GitAnchor({ folder: repository, push: null }).keep(root(1));
    await expect(
      new GitAnchor({ folder: repository, push: null }).keep(root(1, 'BB==')),
    ).rejects.toThrow('ledger-root/00000001 holds another root');
  });
});

const describeWithServer = gitHttpBackend ? describe : describe.skip;

describeWithServer('a remote repository (needs git http-backend)', () => {
  let server: GitServer;
  beforeEach(async () => {
    git(path.join(folder, 'remote.git'), 'init', '--quiet', '--bare');
    git(path.join(folder, 'remote.git'), 'config', 'http.receivepack', 'true');
    server = await GitServer.start(folder);
  });
  afterEach(() => server.stop());

  const anchorOf = (token: string) =>
    new GitAnchor({
      folder: path.join(folder, 'roots.git'),
      push: {
        url: `${server.origin}/remote.git`,
        credentials: { username: 'git', token },
        timeoutSeconds: 10,
      },
    });

  it('gets the tags, and those that it missed later', async () => {
    server.password = 'right';
    await expect(anchorOf('wrong').keep(root(1))).rejects.toThrow(/401/);
    expect(git(path.join(folder, 'remote.git'), 'tag', '-l')).toBe('');
    await anchorOf('right').keep(root(1));
    await anchorOf('right').keep(root(1));
    await anchorOf('right').keep(root(2));
    expect(
      git(
        path.join(folder, 'remote.git'),
        'show',
        'ledger-root/00000001:root.json',
      ),
    ).toBe(lineOf(1));
    expect(git(path.join(folder, 'remote.git'), 'tag', '-l')).toBe(
      'ledger-root/00000001\nledger-root/00000002',
    );
  });
});
