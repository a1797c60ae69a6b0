import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removeTestFolders, testFolder } from '../__testUtils__/TestRepo';
import { parseJunit } from './parseJunit';

afterAll(removeTestFolders);

const script = resolve(__dirname, '../../../../scripts/junit-from-jest.mjs');

function convert(...results: object[]) {
  const cwd = testFolder();
  const files = results.map((testResults, index) => {
    const file = join(cwd, `${index}.json`);
    writeFileSync(file, JSON.stringify({ testResults }));
    return file;
  });
  const { status, stdout } = spawnSync(process.execPath, [script, ...files], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout };
}

const test = (status: string, more: object = {}) => ({
  status,
  fullName: 'a "quoted" <name> & \u001b[31mred',
  duration: 250,
  ...more,
});

it('turns the results of jest into a report that emit reads', () => {
  const { status, stdout } = convert(
    [
      {
        name: '/somewhere/a.test.ts',
        status: 'failed',
        message: 'long',
        assertionResults: [
          test('passed'),
          test('failed', {
            failureMessages: ['Expected ]]> \u0000\n</failure>'],
          }),
          test('pending'),
          test('todo'),
          test('passed', { retryReasons: ['timed out'] }),
        ],
      },
    ],
    [
      {
        name: '/somewhere/b.test.ts',
        status: 'failed',
        message: 'SyntaxError: Unexpected token <',
        assertionResults: [],
      },
      {
        name: '/somewhere/c.test.ts',
        status: 'passed',
        message: '',
        assertionResults: [test('passed', { duration: null })],
      },
    ],
  );
  expect(status).toBe(0);
  expect(parseJunit(stdout)).toEqual({
    total: 7,
    failed: 2,
    skipped: 2,
    flaky: 1,
    durationSeconds: 1.25,
  });
});

it('fails without results', () => {
  expect(convert().status).toBe(2);
});
