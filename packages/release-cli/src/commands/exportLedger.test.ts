import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { Seen, TestPortal, json, problem } from '../__testUtils__/TestPortal';
import { TestExport, TestKey } from '../__testUtils__/evidence';

const key = new TestKey('first');

let cwd: string;
let portal: TestPortal | undefined;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'export-ledger-'));
});
afterEach(async () => {
  await portal?.stop();
  portal = undefined;
  await rm(cwd, { recursive: true });
});

/** Answers as a portal does, two rows to a page. */
function answers(given: TestExport) {
  return (request: Seen): unknown => {
    const url = new URL(request.url, 'http://portal');
    const [, , plugin, , what, which] = url.pathname.split('/');
    if (what === 'keys') return { keys: [key.shown()] };
    const all = which === 'roots' ? given.roots : given.ledgers[plugin];
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const items = all.slice(from, from + 2);
    const end = from + items.length;
    return { items, nextCursor: end < all.length ? String(end) : null };
  };
}

const run = (...args: string[]) =>
  runRelease(
    ['export-ledger', '--portal', portal!.url, '--out', 'out', ...args],
    { cwd, env: { RELEASE_TOKEN: 'secret' } },
  );

it('writes what verify-ledger proves, page by page', async () => {
  const given = new TestExport().root(key, 3).root(key, 4).root(key, 5);
  const answer = answers(given);
  portal = await TestPortal.start((request, response) =>
    json(200, answer(request))(request, response),
  );
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out).toBe(
    [
      'roots.jsonl: 3 signed roots',
      'release-decision.jsonl: 5 rows',
      'rollout.jsonl: 5 rows',
      'canary-analyzer.jsonl: 5 rows',
      'learning.jsonl: 5 rows',
    ].join('\n'),
  );
  const lines = await readFile(path.join(cwd, 'out', 'rollout.jsonl'), 'utf8');
  expect(
    lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual(given.ledgers.rollout);
  const verified = await runRelease(
    ['verify-ledger', 'out', '--keys', 'out/keys.json'],
    { cwd },
  );
  expect(verified.code).toBe(0);
});

it('says which permission a token lacks, and leaves no half of a file', async () => {
  const answer = answers(new TestExport().root(key, 3));
  portal = await TestPortal.start((request, response) =>
    request.url.startsWith('/api/rollout') && request.url.includes('cursor')
      ? problem(403, 'no')(request, response)
      : json(200, answer(request))(request, response),
  );
  const { code, err } = await run();
  expect(code).toBe(3);
  expect(err).toMatch('The token may not do this: it needs rollout.read.');
  expect((await readdir(path.join(cwd, 'out'))).sort()).toEqual([
    'keys.json',
    'release-decision.jsonl',
    'roots.jsonl',
  ]);
});

it('does not take for a ledger what is none', async () => {
  portal = await TestPortal.start(json(200, { keys: [] }));
  const { code, err } = await run('--retry-for', '0');
  expect(code).toBe(4);
  expect(err).toMatch(/items/);
});
