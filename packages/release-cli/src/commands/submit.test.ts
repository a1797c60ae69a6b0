import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  TestPortal,
  hangUp,
  json,
  problem,
  silence,
} from '../__testUtils__/TestPortal';
import { runRelease } from '../__testUtils__/TestIo';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import {
  contractsFolder,
  example,
  exampleRecord,
} from '../__testUtils__/examples';

const portals: TestPortal[] = [];
afterEach(() => Promise.all(portals.splice(0).map(portal => portal.stop())));
afterAll(removeTestFolders);

async function start(...replies: Parameters<typeof TestPortal.start>) {
  const portal = await TestPortal.start(...replies);
  portals.push(portal);
  return portal;
}

const TOKEN = 'pipeline-token-0123456789';

function submit(portal: string, more: string[] = [], options: object = {}) {
  return runRelease(
    [
      'submit',
      ...['--portal', portal, '--environment', 'production'],
      ...['--dir', join(contractsFolder, 'examples')],
      ...more,
    ],
    { cwd: testFolder(), env: { RELEASE_TOKEN: TOKEN }, ...options },
  );
}

describe('release submit', () => {
  it('posts the candidate and prints the decision in words', async () => {
    const portal = await start(json(201, exampleRecord()));
    const { code, out, err } = await submit(portal.url);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(portal.seen).toHaveLength(1);
    expect(portal.seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/release-decision/v1/candidates',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
      },
    });
    expect(JSON.parse(portal.seen[0].body)).toEqual({
      buildInfo: example('build-info'),
      riskInputs: example('risk-inputs'),
      environment: 'production',
    });
    expect(out).toBe(
      `component:default/payments-service 2.14.0 for production: risk 63 of 100 (high), strategy canary, enforced

Why:
   +22  1,904 lines in 31 files.
   +14  The authors are new to most of what they changed.
   +10  Every release starts at 10 points.
    +9  How coverage changed is unknown; missing evidence counts as risk.
    +8  2 of the last 10 releases were taken back.

Missing evidence:
        risk-inputs carries no coverage change; add the coverage report of the base branch.

Now: queued. Waiting for lab:payments-service.
Next: The portal rolls it out by itself as soon as the target is free.
Read on: ${portal.url}/catalog/default/component/payments-service/releases
Decision: 0f9c1f52-6a43-4b0b-9a57-6c1d3be0f214`,
    );
  });

  it('takes the token from a file, and the environment from release.yaml', async () => {
    const portal = await start(json(200, exampleRecord({ state: 'promoted' })));
    const cwd = testFolder();
    writeFileSync(join(cwd, 'token'), `${TOKEN}2\n`);
    writeFileSync(
      join(cwd, 'release.yaml'),
      "schemaVersion: '1.0'\ncomponent: component:default/payments-service\nenvironment: staging\n",
    );
    const { code, out } = await runRelease(
      [
        'submit',
        '--dir',
        join(contractsFolder, 'examples'),
        '--token-file',
        'token',
        '--json',
        '--id-file',
        'out/id',
      ],
      { cwd, env: { RELEASE_PORTAL: `${portal.url}/` } },
    );
    expect(code).toBe(0);
    expect(portal.seen[0].headers.authorization).toBe(`Bearer ${TOKEN}2`);
    expect(JSON.parse(portal.seen[0].body).environment).toBe('staging');
    expect(JSON.parse(out)).toEqual(exampleRecord({ state: 'promoted' }));
    expect(readFileSync(join(cwd, 'out/id'), 'utf8')).toBe(
      '0f9c1f52-6a43-4b0b-9a57-6c1d3be0f214\n',
    );
  });

  it('sends the same again after a failure or a lost answer', async () => {
    const portal = await start(
      problem(503, 'starting up'),
      hangUp,
      problem(500, 'database is locked'),
      json(200, exampleRecord()),
    );
    const { code, out, err, slept } = await submit(portal.url);
    expect(code).toBe(0);
    expect(out).toContain(
      'This build was submitted before; the decision stands.',
    );
    expect(err).toMatch(/starting up.*\n.*\n.*database is locked/);
    expect(slept).toHaveLength(3);
    expect(new Set(portal.seen.map(({ body }) => body)).size).toBe(1);
  });

  it('waits as long as the portal asks it to', async () => {
    const portal = await start(
      json(429, {}, { 'Retry-After': '7' }),
      json(201, exampleRecord()),
    );
    expect((await submit(portal.url)).slept).toEqual([7000]);
  });

  it.each([
    ['a server error', [problem(502, 'bad gateway')], /502: bad gateway/],
    ['silence', [silence], /no answer within 1 s/],
    ['half an answer', [hangUp], /aborted|hang up|reset/],
    [
      'a page instead of an answer',
      [
        (_: unknown, response: { end(text: string): void }) =>
          response.end('<html>sign in</html>'),
      ],
      /does not answer as a portal does/,
    ],
    [
      'a decision without a score',
      [json(201, { ...exampleRecord(), riskScore: null })],
      /riskScore/,
    ],
  ])('gives up with 4 on %s', async (_what, replies, message) => {
    const portal = await start(...(replies as Parameters<typeof start>));
    const { code, out, err } = await submit(portal.url, [
      ...['--request-timeout', '1', '--retry-for', '0'],
    ]);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(/the portal cannot be reached/);
    expect(err).toMatch(message);
  });

  it('gives up with 4 where nobody listens', async () => {
    const portal = await TestPortal.start(silence);
    const { url } = portal;
    await portal.stop();
    const { code, err, slept } = await submit(url, ['--retry-for', '5']);
    expect(code).toBe(4);
    expect(err).toMatch(/ECONNREFUSED/);
    expect(slept.length).toBeGreaterThan(0);
  });

  it.each([
    [
      'other content',
      problem(409, 'build 418 was submitted with other content'),
      /409: build 418/,
    ],
    [
      'a quarantined artifact',
      problem(
        409,
        'payments.tar.gz is quarantined until 2026-11-24: error ratio',
      ),
      /quarantined until/,
    ],
    [
      'a wrong token',
      problem(401, 'Illegal token'),
      /401: Illegal token\n {2}Is the token/,
    ],
    [
      'a token that may not',
      problem(403, 'not allowed'),
      /release\.decision\.submit/,
    ],
    [
      'faults',
      problem(400, 'long', {
        faults: [
          {
            path: 'buildInfo.artifacts[0].sha256',
            message: 'must be \u001b[31mhex',
          },
        ],
      }),
      /\n {2}buildInfo\.artifacts\[0\]\.sha256: must be \ufffd\[31mhex/,
    ],
    [
      'another place',
      json(308, {}, { Location: 'https://evil.example.com/' }),
      /redirects to https:\/\/evil/,
    ],
    [
      'a sign-in page',
      json(302, {}, { Location: '/login' }),
      /redirects to \/login/,
    ],
  ])('ends with 3 at once on %s', async (_what, reply, message) => {
    const portal = await start(reply);
    const { code, out, err } = await submit(portal.url);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(message);
    expect(portal.seen).toHaveLength(1);
  });

  it('sends nothing through the proxy of the environment', async () => {
    const proxy = await start(problem(500, 'proxy'));
    const portal = await start(json(201, exampleRecord()));
    const before = { ...process.env };
    try {
      process.env.http_proxy = proxy.url;
      process.env.HTTP_PROXY = proxy.url;
      expect((await submit(portal.url)).code).toBe(0);
    } finally {
      process.env = before;
    }
    expect(proxy.seen).toHaveLength(0);
  });

  it('cleans what the portal says before a terminal shows it', async () => {
    const record = exampleRecord({
      stateReason: 'a\u001b]0;owned\u0007\nb\u202e',
    });
    const portal = await start(json(201, record));
    const { out } = await submit(portal.url);
    expect(out).toContain('Now: queued. a\ufffd]0;owned\ufffd\ufffdb\ufffd');
  });

  describe('sends nothing, and ends with 2,', () => {
    const bad: Array<
      [string, string[], Record<string, string | undefined>, RegExp]
    > = [
      [
        'without an environment',
        ['--environment', ''],
        {},
        /into which environment/,
      ],
      [
        'for a malformed environment',
        ['--environment', 'Prod'],
        {},
        /environment: must be lower case/,
      ],
      [
        'without contracts',
        ['--dir', 'nowhere'],
        {},
        /build-info\.json: cannot be read: ENOENT/,
      ],
      ['without a token', [], { RELEASE_TOKEN: undefined }, /no token/],
      [
        'with a token of two lines',
        [],
        { RELEASE_TOKEN: 'a\nb' },
        /the token holds white space/,
      ],
      [
        'with a token file that is not there',
        ['--token-file', 'x'],
        {},
        /--token-file x: ENOENT/,
      ],
      ['to what is no address', ['--portal', 'portal'], {}, /is not a URL/],
      ['to another protocol', ['--portal', 'ftp://a/'], {}, /http or https/],
      [
        'to an address with credentials',
        ['--portal', 'http://a:b@127.0.0.1/'],
        {},
        /no credentials/,
      ],
      ['with a wrong number', ['--retry-for', 'long'], {}, /--retry-for long/],
      ['with an unknown flag', ['--force'], {}, /unknown option '--force'/],
      [
        'with the token as an argument',
        ['--token', 'x'],
        {},
        /unknown option '--token'/,
      ],
    ];
    it.each(bad)('%s', async (_what, more, env, message) => {
      const portal = await start(json(201, exampleRecord()));
      const { code, err } = await submit(portal.url, more, {
        env: { RELEASE_TOKEN: TOKEN, ...env },
      });
      expect(code).toBe(2);
      expect(err).toMatch(message);
      expect(err).not.toContain(TOKEN);
      expect(portal.seen).toHaveLength(0);
    });

    it('names every fault of the contracts by path', async () => {
      const portal = await start(json(201, exampleRecord()));
      const cwd = testFolder();
      const build = example('build-info');
      writeFileSync(
        join(cwd, 'build-info.json'),
        JSON.stringify({ ...build, artifacts: [], surprise: 1 }),
      );
      const { code, err } = await submit(
        portal.url,
        ['--build-info', 'build-info.json'],
        { cwd },
      );
      expect(code).toBe(2);
      expect(err).toMatch(/build-info\.json: artifacts: /);
      expect(err).toMatch(/build-info\.json: surprise: unknown key/);
      expect(portal.seen).toHaveLength(0);
    });

    it('for risk-inputs of another build', async () => {
      const portal = await start(json(201, exampleRecord()));
      const cwd = testFolder();
      writeFileSync(
        join(cwd, 'risk-inputs.json'),
        JSON.stringify({ ...example('risk-inputs'), buildId: 'other#1' }),
      );
      const { code, err } = await submit(
        portal.url,
        ['--risk-inputs', 'risk-inputs.json'],
        { cwd },
      );
      expect(code).toBe(2);
      expect(err).toMatch(/riskInputs\.buildId: is other#1/);
    });
  });
});
