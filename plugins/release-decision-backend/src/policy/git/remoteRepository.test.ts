import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { PolicyRepository } from '../../__testUtils__/PolicyRepository';
import { GitServer, gitHttpBackend } from '../../__testUtils__/gitServer';
import { gitSettings } from '../../__testUtils__/gitSettings';
import { loadBundle } from '../loadBundle';
import { Snapshot } from '../sources/PolicySource';
import { GitSettings } from './GitSettings';
import { GitSource } from './GitSource';

const clock: DomainClock = {
  now: () => new Date('2026-11-20T12:00:00Z'),
  pace: () => 1,
};

// Git runs as a process for each request.
jest.setTimeout(60_000);

// Named among what was skipped on a machine whose Git has no server.
const describeWithServer = gitHttpBackend ? describe : describe.skip;

describeWithServer('over HTTP (needs git http-backend)', () => {
  let repository: PolicyRepository;
  let server: GitServer;
  let elapsed: number;
  beforeEach(async () => {
    repository = PolicyRepository.create();
    server = await GitServer.start(repository.root);
    elapsed = 0;
  });
  afterEach(async () => {
    await server.stop();
    repository.remove();
  });

  const url = () => `${server.origin}/policy/.git`;
  const source = (change: Partial<GitSettings> = {}) =>
    new GitSource({
      settings: gitSettings(change.url ?? url(), change),
      clock,
      elapsedMs: () => elapsed,
    });
  const read = (change?: Partial<GitSettings>) => source(change).read();
  const namesOf = ({ files }: Snapshot) => files.map(file => file.path);
  const later = () => (elapsed += 60_000);

  /** How often a pack was fetched. */
  const fetches = () =>
    server.requests.filter(request => request.url.includes('/info/refs'))
      .length;

  it('reads the one commit of a branch', async () => {
    repository.commit({ 'policies/z.yaml': 'coolDown: { hours: 7 }\n' });
    const commit = repository.commit({ 'other/large': randomBytes(100_000) });
    const snapshot = await read();
    expect(snapshot.commit).toBe(commit);
    expect(loadBundle(snapshot.files).policy.coolDown.hours).toBe(7);
    expect(snapshot.files.at(-1)?.location).toBe(
      `${url()}@${commit.slice(0, 12)}:policies/z.yaml`,
    );
  });

  it.each([
    ['a tag', ['tag', 'v1']],
    ['an annotated tag', ['tag', '-a', '-m', 'first', 'v1']],
  ])('reads %s, and not the branch that is called like it', async (_t, tag) => {
    const commit = repository.git('rev-parse', 'HEAD');
    repository.git(...tag);
    repository.commit();
    repository.git('branch', 'v1');
    const ref = { kind: 'tag', name: 'v1' } as const;
    expect((await read({ ref })).commit).toBe(commit);
  });

  it('reads a repository whose objects are packed as deltas', async () => {
    for (let n = 0; n < 5; n++) {
      repository.commit({
        'policies/z.yaml': `${'# the same line\n'.repeat(
          500,
        )}coolDown: { hours: ${n} }\n`,
        [`copies/${n}.yaml`]: `${'# the same line\n'.repeat(500)}# ${n}\n`,
      });
    }
    repository.git('gc', '--quiet', '--aggressive');
    const { files } = await read();
    expect(loadBundle(files).policy.coolDown.hours).toBe(4);
  });

  it('asks once per interval, and fetches only what is new', async () => {
    const git = source();
    const first = await git.read();
    expect(await git.read()).toBe(first);
    expect(fetches()).toBe(2);
    later();
    expect(await git.read()).toBe(first);
    expect(fetches()).toBe(3);

    const commit = repository.commit({ 'policies/z.yaml': 'coolDown: {}\n' });
    expect((await git.read()).commit).toBe(first.commit);
    later();
    expect((await git.read()).commit).toBe(commit);
  });

  it('follows a branch that was moved back by force', async () => {
    const old = repository.git('rev-parse', 'HEAD');
    repository.commit({ 'policies/z.yaml': 'coolDown: { hours: 7 }\n' });
    const git = source();
    expect(namesOf(await git.read())).toContain('policies/z.yaml');
    repository.git('reset', '--quiet', '--hard', old);
    const forced = repository.commit({ 'policies/z.yaml': '# none\n' });
    later();
    expect((await git.read()).commit).toBe(forced);
  });

  it('sends credentials where they are asked for, and words no token', async () => {
    server.password = 'right-token';
    const credentials = { username: 'portal', token: 'right-token' };
    expect(namesOf(await read({ credentials }))).toEqual(
      repository.defaultFiles,
    );
    await expect(read()).rejects.toThrow(
      /asks for credentials \(401\); set adaptiveDelivery\.policy\.sources\[0\]\.git\.credentials\.username and token/,
    );
    const wrong = read({
      credentials: { username: 'x', token: 'wr0ng-t0ken' },
    });
    await expect(wrong).rejects.toThrow(
      /refuses the credentials \(401\); look/,
    );
  });

  it('keeps the token out of its errors, whatever part of them is shown', async () => {
    server.password = 'right-token';
    const token = 'wr0ng-t0ken';
    const encoded = Buffer.from(`portal:${token}`).toString('base64');
    const credentials = { username: 'portal', token };
    for (const target of [url(), 'http://127.0.0.1:9/policy.git']) {
      const error = await read({ url: target, credentials }).catch(e => e);
      expect(error.name).toBe('SourceUnreachableError');
      const shown = inspect(error, { depth: 20, showHidden: true });
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(encoded);
    }
  });

  it.each([
    [
      'a branch that is not there',
      () => ({ ref: { kind: 'branch', name: 'next' } as const }),
      /it has no branch next; look at/,
    ],
    [
      'a branch of which only a longer name is there',
      () => {
        repository.git('branch', 'main-2');
        repository.git('checkout', '--quiet', 'main-2');
        repository.git('branch', '--quiet', '-D', 'main');
        return {};
      },
      /it has no branch main; look at/,
    ],
    [
      'a repository that is not there',
      () => ({ url: `${server.origin}/nowhere.git` }),
      /it has no such repository \(404\), or none without credentials/,
    ],
    [
      'a server that is not there',
      () => ({ url: 'http://127.0.0.1:9/policy.git' }),
      /it cannot be reached \(.*ECONNREFUSED/,
    ],
  ])('%s is unreachable', async (_title, change, words) => {
    const promise = read(change());
    await expect(promise).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringMatching(words),
    });
  });

  it('gives up on a server that hangs, before and in the middle of its answer', async () => {
    server.instead = () => {};
    const words =
      /did not answer within 1 s \(adaptiveDelivery\.policy\.sources\[0\]\.git\.timeoutSeconds\)/;
    await expect(read({ timeoutSeconds: 1 })).rejects.toThrow(words);
    server.instead = (_req, res) => {
      res.writeHead(200);
      const timer = setInterval(() => res.write('0'), 20);
      res.on('close', () => clearInterval(timer));
    };
    await expect(read({ timeoutSeconds: 1 })).rejects.toThrow(words);
  });

  it('stops at once when the portal does, and calls that no fault', async () => {
    server.instead = () => {};
    const stop = new AbortController();
    const git = source({ timeoutSeconds: 120 });
    const promise = git.read(stop.signal);
    stop.abort();
    await expect(promise).rejects.toMatchObject({
      name: expect.not.stringMatching('SourceUnreachableError'),
    });
    server.instead = undefined;
    expect(namesOf(await git.read())).toEqual(repository.defaultFiles);
  });

  it.each([
    ['an error', 503, 'text/plain', 'sorry', /it answered with status 503/],
    [
      'a page for people',
      200,
      'text/html',
      '<html>Sign in</html>',
      /it does not answer as a Git server does; look at/,
    ],
    ['nothing', 200, 'text/plain', '', /does not answer as a Git server does/],
  ])('%s is no policy', async (_title, status, type, body, words) => {
    server.instead = (_req, res) => {
      res.writeHead(status, { 'content-type': type }).end(body);
    };
    await expect(read()).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringMatching(words),
    });
  });

  it('is not lead to another server, which would get the token and choose the policy', async () => {
    let asked = 0;
    const other = createServer((_req, res) => {
      asked++;
      res.end();
    });
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    for (const location of [
      `http://127.0.0.1:${port}/policy/.git/info/refs`,
      `http://localhost:${port}/policy/.git/info/refs`,
      'file:///etc/passwd',
    ]) {
      server.instead = (_req, res) => {
        res.writeHead(302, { location }).end();
      };
      const credentials = { username: 'portal', token: 'secret' };
      await expect(read({ credentials })).rejects.toThrow(
        /it redirects to (?:http:\/\/(?:127\.0\.0\.1|localhost):\d+|null), which is another server; write the repository's own address/,
      );
    }
    expect(asked).toBe(0);
    await new Promise(resolve => other.close(resolve));
  });

  it('follows a redirect within the server, but not for ever', async () => {
    server.instead = (req, res) => {
      if (!req.url?.startsWith('/old/')) return false;
      const location = req.url.replace('/old/', '/policy/.git/');
      return res.writeHead(301, { location }).end();
    };
    const snapshot = await read({ url: `${server.origin}/old` });
    expect(namesOf(snapshot)).toEqual(repository.defaultFiles);
    server.instead = (req, res) => {
      res.writeHead(301, { location: req.url }).end();
    };
    await expect(read()).rejects.toThrow(/it redirects more than 3 times/);
  });

  it('refuses a file that unpacks to more than a policy needs', async () => {
    repository.commit({ 'policies/bomb.yaml': Buffer.alloc(40_000_000, 'a') });
    await expect(read()).rejects.toThrow(
      /it unpacks to more than 33554432 bytes in one file .*; keep the policy in a repository of its own/,
    );
  });

  it('refuses an answer that is larger than a policy needs', async () => {
    repository.commit({ random: randomBytes(34 * 1024 * 1024) });
    await expect(read()).rejects.toThrow(
      /its answer is larger than 33554432 bytes; keep the policy in a repository/,
    );
  });

  it('does not follow a symbolic link', async () => {
    const id = repository.commitTree([
      { mode: '120000', name: 'a.yaml', content: '../../etc/passwd' },
    ]);
    await expect(read()).rejects.toMatchObject({
      name: 'BundleError',
      commit: id,
      message: expect.stringMatching(/policies\/a\.yaml: is a symbolic link/),
    });
  });

  it('takes no answer, however odd, for a policy', async () => {
    const oddAnswer = fc.record({
      type: fc.constantFrom(
        'text/plain',
        'application/x-git-upload-pack-advertisement',
        'application/x-git-upload-pack-result',
      ),
      status: fc.constantFrom(200, 204, 206, 299, 304, 418, 500),
      body: fc.oneof(
        fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
        fc
          .array(
            fc.constantFrom(
              '0000',
              '0001',
              '0002',
              '0004',
              'ffff',
              '001e# service=git-upload-pack\n',
              '000eversion 2\n',
              `003d${'a'.repeat(40)} refs/heads/main\n`,
              `003f${'a'.repeat(40)} refs/heads/main\0x\n`,
              '0008NAK\n',
              '0009\u0001PACK',
              '0010\u0003some error',
            ),
            { maxLength: 8 },
          )
          .map(lines => Buffer.from(lines.join(''), 'latin1')),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(oddAnswer, { minLength: 1, maxLength: 4 }),
        async answers => {
          let turn = 0;
          server.instead = (_req, res) => {
            const { type, status, body } = answers[turn++ % answers.length];
            res.writeHead(status, { 'content-type': type }).end(body);
          };
          await expect(read({ timeoutSeconds: 2 })).rejects.toMatchObject({
            name: 'SourceUnreachableError',
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('takes no other policy from an answer that was spoiled on the way', async () => {
    const good = await read();
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      byte: fc.integer({ min: 1, max: 255 }),
      cut: fc.boolean(),
    });
    const expected = { files: good.files, commit: good.commit };
    await fc.assert(
      fc.asyncProperty(change, async ({ at, byte, cut }) => {
        server.spoil = (body, { method, headers }) => {
          const isPack = method === 'POST' && !headers['git-protocol'];
          if (!isPack) return body;
          const place = Math.floor(at * body.length);
          if (cut) return body.subarray(0, place);
          const spoiled = Buffer.from(body);
          spoiled[place] = (spoiled[place] + byte) % 256;
          return spoiled;
        };
        const outcome = await read({ timeoutSeconds: 5 }).catch(
          (error: Error) => error.name,
        );
        expect(['SourceUnreachableError', expected]).toContainEqual(outcome);
      }),
      { numRuns: 50 },
    );
  });
});
