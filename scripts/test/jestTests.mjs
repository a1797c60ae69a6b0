import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/settings.mjs';
import { runCommand } from './command.mjs';

const NOT_RUN = new Set(['pending', 'skipped', 'todo', 'disabled']);

/** Adds what Jest wrote with --json to the tally. */
export function countJest(report, tally) {
  for (const suite of report.testResults) {
    const file = path.relative(root, suite.name);
    const before = tally.failures.length;
    for (const test of suite.assertionResults) {
      const name = `${file} › ${test.fullName}`;
      if (test.status === 'passed') tally.pass();
      else if (NOT_RUN.has(test.status)) tally.skip(name);
      else tally.fail(name);
    }
    // A suite that could not be loaded has no tests to show for it.
    if (suite.status === 'failed' && tally.failures.length === before) {
      tally.fail(`${file} could not be run`);
    }
  }
}

/** All Jest tests of all packages, on two workers. */
export async function runJestTests(tally, { folder, env }) {
  const outputFile = path.join(folder, 'jest.json');
  const code = await runCommand(
    'backstage-cli',
    [
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${outputFile}`,
    ],
    { env: { CI: 'true', ...env } },
  );
  const report = await readFile(outputFile, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (report === undefined) {
    tally.fail(`Jest ended with code ${code} before it ran a test`);
    return;
  }
  const before = tally.failures.length;
  countJest(JSON.parse(report), tally);
  if (code !== 0 && tally.failures.length === before) {
    tally.fail(`Jest ended with code ${code}`);
  }
}
