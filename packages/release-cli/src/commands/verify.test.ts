import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRelease } from '../__testUtils__/TestIo';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import { contractsFolder, example } from '../__testUtils__/examples';

afterAll(removeTestFolders);

const good = join(contractsFolder, 'examples', 'build-info.json');

function verifyContent(content: string | Buffer, more: string[] = []) {
  const cwd = testFolder();
  writeFileSync(join(cwd, 'build-info.json'), content);
  return runRelease(['verify', 'build-info.json', ...more], { cwd });
}

describe('release verify', () => {
  it('finds every fault of every file, by path', async () => {
    const cwd = testFolder();
    const build = example('build-info');
    const [artifact] = build.artifacts as unknown as object[];
    writeFileSync(
      join(cwd, 'build-info.json'),
      JSON.stringify({
        ...build,
        version: undefined,
        artifacts: [{ ...artifact, sha256: 'ABC', extra: 1 }],
      }),
    );
    writeFileSync(join(cwd, 'risk-inputs.json'), '{"a": 1, "a": 2}');
    const { code, out, err } = await runRelease(
      ['verify', 'build-info.json', good, 'risk-inputs.json'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(out).toBe(`${good}: a valid build-info`);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^build-info\.json: version: /),
      'build-info.json: artifacts[0].sha256: must be a lower-case hex SHA-256 (64 characters)',
      'build-info.json: artifacts[0].extra: unknown key',
      'risk-inputs.json: a: stands twice',
    ]);
  });

  it('answers as JSON', async () => {
    const { code, out, err } = await verifyContent('[]', ['--json']);
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toEqual({
      valid: false,
      files: [
        {
          file: 'build-info.json',
          contract: 'build-info',
          faults: [
            { path: '', message: expect.stringMatching(/expected object/i) },
          ],
        },
      ],
    });
  });

  it.each([
    ['nothing', '', /is empty/],
    ['a byte order mark', `\ufeff{}`, /byte order mark/],
    ['UTF-16', Buffer.from('{"a": 1}', 'utf16le'), /not JSON/],
    ['other bytes', Buffer.from([0x7b, 0xff, 0x7d]), /not UTF-8/],
    ['too much', ' '.repeat(17 * 1024 * 1024), /is larger than/],
    ['a bottomless nest', '['.repeat(1e5), /nested deeper/],
  ])('refuses a file with %s', async (_what, content, message) => {
    const { code, err } = await verifyContent(content);
    expect(code).toBe(2);
    expect(err).toMatch(/^build-info\.json: /);
    expect(err).toMatch(message);
  });

  it('reads any name with --contract, and no other without', async () => {
    const cwd = testFolder();
    writeFileSync(join(cwd, 'mine.json'), JSON.stringify(example('verdict')));
    const run = (...args: string[]) => runRelease(['verify', ...args], { cwd });
    expect((await run('mine.json', '--contract', 'verdict')).code).toBe(0);
    expect(await run('mine.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('say which one it is with --contract'),
    });
    expect(await run('mine.json', '--contract', 'toString')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there are build-info'),
    });
    expect((await run('missing/verdict.json')).err).toMatch(/ENOENT/);
    expect((await run()).code).toBe(2);
  });
});
