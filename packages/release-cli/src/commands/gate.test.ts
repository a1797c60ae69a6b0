import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  TestPortal,
  hangUp,
  json,
  problem,
  silence,
} from '../__testUtils__/TestPortal';
import { runRelease } from '../__testUtils__/TestIo';
import {
  TestRepo,
  removeTestFolders,
  testFolder,
} from '../__testUtils__/TestRepo';
import { example, exampleGate } from '../__testUtils__/examples';

const portals: TestPortal[] = [];
afterEach(() => Promise.all(portals.splice(0).map(portal => portal.stop())));
afterAll(removeTestFolders);

async function start(...replies: Parameters<typeof TestPortal.start>) {
  const portal = await TestPortal.start(...replies);
  portals.push(portal);
  return portal;
}

const ID = '0f9c1f52-6a43-4b0b-9a57-6c1d3be0f214';

function gate(portal: string, more: string[] = [], options: object = {}) {
  return runRelease(['gate', ID, '--portal', portal, ...more], {
    cwd: testFolder(),
    env: { RELEASE_TOKEN: 'token' },
    ...options,
  });
}

const hold = json(200, exampleGate('hold'));
const proceed = json(200, exampleGate('proceed'));

describe('release gate', () => {
  it.each([
    ['proceed', 0],
    ['rejected', 10],
  ])('ends at once on %s, with %d', async (answer, expected) => {
    const portal = await start(json(200, exampleGate(answer)));
    const { code, out, slept } = await gate(portal.url);
    expect(code).toBe(expected);
    expect(out).toBe(
      `${answer} (releasing): The answer is ${answer}.\nRead on: ${
        exampleGate(answer).url
      }`,
    );
    expect(slept).toEqual([]);
    expect(portal.seen).toEqual([
      expect.objectContaining({
        method: 'GET',
        url: `/api/release-decision/v1/decisions/${ID}/gate?waitSeconds=25`,
        headers: expect.objectContaining({ authorization: 'Bearer token' }),
      }),
    ]);
  });

  it('waits while it holds, and says so once per change', async () => {
    const portal = await start(
      hold,
      hold,
      json(200, exampleGate('hold', { state: 'queued', words: 'In line.' })),
      proceed,
    );
    const { code, err, slept } = await gate(portal.url);
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      'hold (awaitingApproval): The answer is hold.',
      'hold (queued): In line.',
    ]);
    // this portal answers at once; it must not be asked in a tight loop
    expect(slept).toEqual([1000, 1000, 1000]);
  });

  it('ends with 11 when it still holds at the end, never later', async () => {
    const portal = await start(hold);
    const { code, out, slept } = await gate(portal.url, ['--timeout', '30']);
    expect(code).toBe(11);
    expect(out).toMatch(/^hold/);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(30_000);
    const waits = portal.seen.map(({ url }) => Number(/\d+$/.exec(url)?.[0]));
    expect(waits[0]).toBe(25);
    expect(waits[10]).toBe(20);
    expect(waits[waits.length - 1]).toBe(0);
  });

  it('asks once with a timeout of 0', async () => {
    const portal = await start(hold);
    expect(await gate(portal.url, ['--timeout', '0'])).toMatchObject({
      code: 11,
      slept: [],
    });
    expect(portal.seen).toHaveLength(1);
    expect(portal.seen[0].url).toMatch(/waitSeconds=0$/);
  });

  it('tells in shadow mode what enforcement would have done', async () => {
    const portal = await start(
      json(200, exampleGate('proceed', { wouldHave: 'rejected' })),
    );
    const { code, out } = await gate(portal.url);
    expect(code).toBe(0);
    expect(out).toContain('Enforced, it would have been: rejected.');
  });

  it('outlives a restart of the portal', async () => {
    const portal = await start(
      hold,
      problem(503, 'shutting down'),
      hangUp,
      problem(502, 'gateway'),
      proceed,
    );
    const { code, err } = await gate(portal.url);
    expect(code).toBe(0);
    expect(err).toMatch(/shutting down; asking again/);
  });

  it('ends with 4 once its patience with an unreachable portal is over', async () => {
    const portal = await start(hold, problem(503, 'down'));
    const { code, out, slept } = await gate(portal.url, ['--patience', '40']);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    const waited = slept.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeLessThanOrEqual(41_000);
    expect(waited).toBeGreaterThan(10_000);
  });

  it.each([
    ['a yes that is none', json(200, { answer: 'yes' })],
    [
      'an answer without its state',
      json(200, { ...exampleGate('proceed'), state: undefined }),
    ],
    [
      'a page',
      (_: unknown, response: { end(text: string): void }) =>
        response.end('proceed'),
    ],
    [
      'an empty answer',
      (_: unknown, response: { end(): void }) => response.end(),
    ],
    [
      'the answer for another decision',
      json(200, exampleGate('proceed', { decisionId: ID.replace('0f', '1f') })),
    ],
  ])('never proceeds on %s', async (_what, reply) => {
    const portal = await start(reply as Parameters<typeof start>[0]);
    expect((await gate(portal.url, ['--patience', '0'])).code).toBe(4);
  });

  it('never proceeds on silence', async () => {
    const portal = await start(silence);
    const { code, err } = await gate(portal.url, [
      '--timeout',
      '0',
      '--request-timeout',
      '1',
    ]);
    expect(code).toBe(4);
    expect(err).toMatch(/no answer within 1 s/);
  });

  it.each([
    [404, 'no such decision'],
    [401, 'illegal token'],
    [403, 'not allowed'],
  ])('ends with 3 on %d', async (status, message) => {
    const portal = await start(problem(status, message));
    const { code, err } = await gate(portal.url);
    expect(code).toBe(3);
    expect(err).toContain(message);
    expect(portal.seen).toHaveLength(1);
  });

  it.each([['../../v1/quarantine'], ['1'], ['']])(
    'ends with 2 for the id %j, and asks nobody',
    async id => {
      const portal = await start(proceed);
      const { code } = await runRelease(['gate', id, '--portal', portal.url], {
        cwd: testFolder(),
        env: { RELEASE_TOKEN: 'token' },
      });
      expect(code).toBe(2);
      expect(portal.seen).toHaveLength(0);
    },
  );

  it('reads the id from the file of submit, and records what may proceed', async () => {
    const repo = TestRepo.init();
    const commit = repo.commit({ a: '1' });
    repo.write('id', `${ID}\n`);
    repo.write(
      'build-info.json',
      JSON.stringify({ ...example('build-info'), commit }),
    );
    const run = (answer: string) =>
      start(json(200, exampleGate(answer))).then(portal =>
        runRelease(
          [
            'gate',
            '--id-file',
            'id',
            '--portal',
            portal.url,
            '--record',
            'build-info.json',
            '--timeout',
            '0',
          ],
          { cwd: repo.path, env: { RELEASE_TOKEN: 'token' } },
        ),
      );
    const recorded = () =>
      repo.git(
        'for-each-ref',
        '--format=%(objectname)',
        'refs/adaptive-delivery',
      );
    expect((await run('hold')).code).toBe(11);
    expect((await run('rejected')).code).toBe(10);
    expect(recorded()).toBe('');
    expect((await run('proceed')).code).toBe(0);
    expect(recorded()).toBe(commit);
  });

  it('says which file it cannot read', async () => {
    const cwd = testFolder();
    writeFileSync(join(cwd, 'id'), Buffer.from([0xff, 0xfe, 0]));
    for (const file of ['id', 'nowhere', '.']) {
      const { code, err } = await runRelease(
        ['gate', '--id-file', file, '--portal', 'http://127.0.0.1:1'],
        { cwd, env: { RELEASE_TOKEN: 'token' } },
      );
      expect(code).toBe(2);
      expect(err).toContain(`--id-file ${file}: `);
    }
  });
});
