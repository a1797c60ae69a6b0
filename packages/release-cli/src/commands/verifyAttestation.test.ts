import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { TestKey, timeOf } from '../__testUtils__/evidence';

const key = new TestKey('first');
const artifact = 'the bytes of payments.deb';
const sha256 = createHash('sha256').update(artifact).digest('hex');

const chain = (() => {
  const about = { at: timeOf(1), sha256, content: {} };
  const build = key.statement({ ...about, kind: 'build-info' });
  const inputs = key.statement({
    ...about,
    kind: 'risk-inputs',
    previous: [build.link],
  });
  const decision = key.statement({
    ...about,
    kind: 'risk-decision',
    previous: [inputs.link],
  });
  const promotion = key.statement({
    ...about,
    kind: 'promotion',
    previous: [decision.link],
  });
  return [build, inputs, decision, promotion].map(item => item.envelope);
})();

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'verify-attestation-'));
  await writeFile(
    path.join(cwd, 'keys.json'),
    JSON.stringify({ keys: [key.shown()] }),
  );
  await writeFile(path.join(cwd, 'payments.deb'), artifact);
});
afterEach(() => rm(cwd, { recursive: true }));

async function verify(bundles: unknown[][], ...args: string[]) {
  const files = await Promise.all(
    bundles.map(async (envelopes, index) => {
      const file = `bundle-${index}.json`;
      await writeFile(path.join(cwd, file), JSON.stringify({ envelopes }));
      return file;
    }),
  );
  return runRelease(
    ['verify-attestation', ...files, '--keys', 'keys.json', ...args],
    { cwd },
  );
}

it('proves the chain from the build to its promotion, over several files', async () => {
  const { code, out } = await verify(
    [chain.slice(0, 3), chain.slice(3)],
    '--artifact',
    'payments.deb',
  );
  expect(code).toBe(0);
  expect(out.split('\n').map(line => line.split(',')[0])).toEqual([
    'build-info',
    'risk-inputs',
    'risk-decision',
    'promotion',
  ]);
});

it.each([
  [
    'a statement is left out',
    [[chain[0], chain[2]]],
    [],
    /^bundle-0\.json: envelope 2: builds on the .*risk-inputs.* which is not here/,
  ],
  [
    'a payload is another',
    [[chain[0], { ...chain[1], payload: chain[2].payload }]],
    [],
    /envelope 2: the signature by first does not fit what it says/,
  ],
  [
    'the file at hand is another',
    [chain],
    ['--artifact', 'keys.json'],
    /keys\.json \(sha256 .*\) is none of the artifacts/,
  ],
  ['there is nothing in it', [[]], [], /there is no statement in it/],
])('does not hold when %s', async (_what, bundles, args, words) => {
  const { code, err } = await verify(bundles, ...args);
  expect(err).toMatch(words);
  expect(code).toBe(12);
});

it.each([
  ['no such file', ['none.json'], /none\.json: ENOENT/],
  [
    'no attestation',
    ['keys.json'],
    /is not what the attestation routes answer/,
  ],
])('is bad input: %s', async (_what, files, words) => {
  const { code, err } = await runRelease(
    ['verify-attestation', ...files, '--keys', 'keys.json'],
    { cwd },
  );
  expect(err).toMatch(words);
  expect(code).toBe(2);
});
