import { VerificationKey } from '@adaptive-delivery/plugin-release-common';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import {
  TestExport,
  TestKey,
  chainOf,
  timeOf,
} from '../__testUtils__/evidence';

const key = new TestKey('first');
const next = new TestKey('second');

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'verify-ledger-'));
});
afterEach(() => rm(cwd, { recursive: true }));

/** What was anchored of an export, before anything was changed. */
async function anchor(portal: TestExport) {
  for (const root of portal.roots) {
    await appendFile(
      path.join(cwd, 'anchor.jsonl'),
      `${JSON.stringify(root)}\n`,
    );
  }
}

async function verify(
  portal: TestExport,
  options: { keys?: VerificationKey[]; args?: string[] } = {},
) {
  const { keys = [key.shown()], args = ['--anchor', 'anchor.jsonl'] } = options;
  await portal.write(path.join(cwd, 'export'));
  await writeFile(path.join(cwd, 'keys.json'), JSON.stringify({ keys }));
  return runRelease(
    ['verify-ledger', 'export', '--keys', 'keys.json', ...args],
    { cwd },
  );
}

const signedTwice = () => new TestExport().root(key, 3).root(key, 4);

describe('what fits', () => {
  it('says how far each ledger is held fast', async () => {
    const portal = signedTwice();
    await anchor(portal);
    const { code, out, err } = await verify(portal);
    expect(err).toBe('');
    expect(out).toBe(
      [
        'Everything fits.',
        ...['release-decision', 'rollout', 'canary-analyzer', 'learning'].map(
          name =>
            `${name}: 5 rows fit, those up to 4 held fast by a signed root, the rest not yet`,
        ),
        'roots of the portal: 2 signed and in order',
        'roots of anchor.jsonl: 2 signed and in order',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  it('takes a retired key, and the roots of a revoked one that a new key vouches for', async () => {
    const portal = new TestExport().root(key, 3).root(next, 4);
    await anchor(portal);
    for (const status of ['retired', 'revoked'] as const) {
      const { code } = await verify(portal, {
        keys: [key.shown({ status }), next.shown()],
      });
      expect(code).toBe(0);
    }
  });

  it('takes removed payloads and an anchor file with a line that was cut short', async () => {
    const portal = signedTwice();
    await writeFile(path.join(cwd, 'anchor.jsonl'), '{"payload":"aG\n');
    await anchor(portal);
    await anchor(portal);
    portal.ledgers.rollout[1].payload = null;
    expect((await verify(portal)).code).toBe(0);
  });

  it('says what it cannot show without an anchor', async () => {
    const { code, err } = await verify(signedTwice(), { args: [] });
    expect(code).toBe(0);
    expect(err).toMatch(/without --anchor or --anchor-git it does not show/);
  });
});

type Change = [
  what: string,
  change: (portal: TestExport) => void,
  words: RegExp,
];

const changes: Change[] = [
  [
    'an altered row',
    portal => {
      portal.ledgers.rollout[2].payload = { what: 'else' };
    },
    /^rollout: row 3: its payload was altered/m,
  ],
  [
    'a row cut out',
    portal => {
      portal.ledgers.learning.splice(1, 1);
    },
    /^learning: row 2: the row is missing: row 3 stands in its place/m,
  ],
  [
    'a ledger cut short',
    portal => {
      portal.ledgers.rollout.length = 2;
    },
    /^rollout: row 3: rows are missing from the end: the ledger has 2, and root 1 of .* saw 3/m,
  ],
  [
    'a whole chain rewritten',
    portal => {
      portal.ledgers.rollout = chainOf(5, 'as it was not');
    },
    /^rollout: row 3: it, or one before it, was rewritten together with all that follows: root 1 of/m,
  ],
  [
    'a whole chain rewritten, with the roots thrown away',
    portal => {
      portal.ledgers.rollout = chainOf(5, 'as it was not');
      portal.roots.length = 0;
    },
    /^rollout: row 3: it, or one before it, was rewritten/m,
  ],
  [
    'the last root thrown away',
    portal => {
      portal.roots.length = 1;
    },
    /^roots of the portal: root 2: root 2 of .* is anchored, but the portal has it no more/m,
  ],
  [
    'the first root thrown away',
    portal => {
      portal.roots.shift();
    },
    /^roots of the portal: root 1: root 1 of .* is anchored, but the portal has it no more/m,
  ],
  [
    'roots that changed places',
    portal => {
      portal.roots.reverse();
    },
    /^roots of the portal: root 1: root 3 should stand in its place/m,
  ],
  [
    'a root with another content',
    portal => {
      const root = portal.roots[1] as { payload: string };
      const text = Buffer.from(root.payload, 'base64').toString();
      root.payload = Buffer.from(text.replace('"seq":4', '"seq":5')).toString(
        'base64',
      );
    },
    /^roots of the portal: root 2: the signature by first does not fit what it says/m,
  ],
  [
    'roots and chain rewritten by somebody with a key of their own',
    portal => {
      const thief = new TestKey('first');
      portal.ledgers.rollout = chainOf(5, 'as it was not');
      portal.roots.length = 0;
      Object.assign(portal, { previous: [] });
      portal.root(thief, 3).root(thief, 4);
    },
    /^rollout: row 3: it, or one before it, was rewritten[^]*^roots of the portal: the signature by first does not fit/m,
  ],
  [
    'roots and chain rewritten by somebody with the key of the portal',
    portal => {
      portal.ledgers.rollout = chainOf(5, 'as it was not');
      portal.roots.length = 0;
      Object.assign(portal, { previous: [] });
      portal.root(key, 3).root(key, 4);
    },
    /^rollout: row 3: it, or one before it, was rewritten[^]*^roots of the portal: root 1: root 1 of .* is anchored with the digest/m,
  ],
];

describe('what does not', () => {
  it.each(changes)('names %s', async (_what, change, words) => {
    const portal = signedTwice();
    await anchor(portal);
    change(portal);
    const { code, out, err } = await verify(portal);
    expect(code).toBe(12);
    expect(err).toMatch(/^Something was altered or is missing:\n/);
    expect(err).toMatch(words);
    expect(out).toBe('');
  });

  it.each([
    [
      'signed with a key that is not known',
      [next.shown()],
      /none of the trusted keys is the one that signed it \(first\)/,
    ],
    [
      'whose last one is signed with a revoked key',
      [key.shown({ status: 'revoked' })],
      /root 2: it is signed with the key first, which was revoked/,
    ],
    [
      'signed after the key was retired',
      [key.shown({ status: 'retired', notAfter: timeOf(1) })],
      /root 2: the key first was not one to sign with on 2026-11-02/,
    ],
  ])('names roots %s', async (_what, keys, words) => {
    const portal = signedTwice();
    const { code, err } = await verify(portal, { keys, args: [] });
    expect(code).toBe(12);
    expect(err).toMatch(words);
  });

  it('tells a program too', async () => {
    const portal = signedTwice();
    portal.ledgers.rollout[2].subject = 'another';
    const { code, out } = await verify(portal, { args: ['--json'] });
    expect(code).toBe(12);
    expect(JSON.parse(out)).toMatchObject({
      holds: false,
      ledgers: [
        { ledger: 'release-decision', rows: 5, heldUpTo: 4, fault: null },
        { ledger: 'rollout', rows: 2, fault: { seq: 3 } },
        { ledger: 'canary-analyzer' },
        { ledger: 'learning' },
      ],
    });
  });
});

describe('a Git repository as the anchor', () => {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: path.join(cwd, 'anchor'),
      stdio: 'pipe',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.invalid',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.invalid',
      },
    });

  it('is read from its tags', async () => {
    const portal = signedTwice();
    execFileSync('git', ['init', '--quiet', path.join(cwd, 'anchor')]);
    for (const [index, root] of portal.roots.entries()) {
      const text = `${JSON.stringify(root)}\n`;
      await writeFile(path.join(cwd, 'anchor', 'root.json'), text);
      git('add', '.');
      git('commit', '--quiet', '-m', 'root');
      git('tag', '-a', '-m', 'root', `ledger-root/0000000${index + 1}`);
    }
    const args = ['--anchor-git', 'anchor'];
    const fits = await verify(portal, { args });
    expect(fits.out).toMatch('roots of anchor: 2 signed and in order');
    expect(fits.code).toBe(0);
    portal.roots.length = 1;
    expect((await verify(portal, { args })).code).toBe(12);
  });
});

describe('wrong usage', () => {
  it.each([
    ['no keys', ['verify-ledger', 'export'], /--keys/],
    [
      'no such keys',
      ['verify-ledger', 'export', '--keys', 'none.json'],
      /--keys none\.json: ENOENT/,
    ],
    [
      'keys that are none',
      ['verify-ledger', 'export', '--keys', 'export/roots.jsonl'],
      /is not what GET \/v1\/keys answers/,
    ],
    [
      'no such anchor',
      ['verify-ledger', 'export', '--keys', 'keys.json', '--anchor', 'none'],
      /--anchor none: ENOENT/,
    ],
    [
      'an export without a ledger',
      ['verify-ledger', '.', '--keys', 'keys.json'],
      /roots\.jsonl: ENOENT/,
    ],
  ])('%s is bad input', async (_what, args, words) => {
    await new TestExport().root(key, 1).write(path.join(cwd, 'export'));
    await writeFile(
      path.join(cwd, 'keys.json'),
      JSON.stringify({ keys: [key.shown()] }),
    );
    const { code, err } = await runRelease(args, { cwd });
    expect(err).toMatch(words);
    expect(code).toBe(2);
  });
});
