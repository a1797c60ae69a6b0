import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { removeTestFolders, testFolder } from './__testUtils__/TestRepo';
import { contractsFolder } from './__testUtils__/examples';

const here = (path: string) => resolve(__dirname, '..', path);
const verdict = `${contractsFolder}/examples/verdict.json`;

afterAll(removeTestFolders);

function node(args: string[], cwd = here('.')) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { status, stdout, stderr };
}

describe('the command, as a pipeline starts it,', () => {
  jest.setTimeout(120_000);

  it('hands over output and exit code', () => {
    const release = (...args: string[]) => node([here('bin/release'), ...args]);
    expect(release('verify', verdict)).toEqual({
      status: 0,
      stdout: `${verdict}: a valid verdict\n`,
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

  it('is one file that runs where nothing else is installed', () => {
    const folder = testFolder();
    const file = `${folder}/release.cjs`;
    expect(node([here('scripts/bundle.mjs'), file])).toMatchObject({
      status: 0,
    });
    expect(node([file, 'verify', verdict], folder)).toEqual({
      status: 0,
      stdout: `${verdict}: a valid verdict\n`,
      stderr: '',
    });
    expect(node([file, 'gate', 'x'], folder)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not the id of a decision'),
    });
  });
});
