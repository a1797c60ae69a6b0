import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { contractsFolder } from './__testUtils__/examples';

/** The command as a pipeline starts it. */
function release(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve(__dirname, '../bin/release'), ...args],
    { encoding: 'utf8', timeout: 60_000 },
  );
  return { status, stdout, stderr };
}

describe('bin/release', () => {
  jest.setTimeout(60_000);

  it('hands over output and exit code', () => {
    expect(
      release('verify', `${contractsFolder}/examples/verdict.json`),
    ).toEqual({
      status: 0,
      stdout: `${contractsFolder}/examples/verdict.json: a valid verdict\n`,
      stderr: '',
    });
    expect(release('verify', 'nowhere/verdict.json')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('ENOENT'),
    });
    expect(release('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Exit codes:'),
    });
  });
});
