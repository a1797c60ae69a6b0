import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/settings.mjs';
import { findBrowser } from './browser.mjs';
import { runCommand } from './command.mjs';

function* testsOf(suite, titles = []) {
  const path_ = suite.title ? [...titles, suite.title] : titles;
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      yield { name: [...path_, spec.title].join(' › '), status: test.status };
    }
  }
  for (const below of suite.suites ?? []) yield* testsOf(below, path_);
}

/** Adds what Playwright's json reporter wrote to the tally. */
export function countPlaywright(report, tally) {
  for (const suite of report.suites) {
    for (const { name, status } of testsOf(suite)) {
      if (status === 'expected') tally.pass();
      else if (status === 'skipped') tally.skip(`browser › ${name}`);
      else tally.fail(`browser › ${name}`);
    }
  }
  for (const error of report.errors) {
    tally.fail(`browser › ${String(error.message).split('\n')[0]}`);
  }
}

/** The end-to-end tests, in a real browser against a portal of their own. */
export async function runBrowserTests(tally, { folder }) {
  const browser = await findBrowser();
  console.log(`Browser: ${browser.executablePath}`);
  const outputFile = path.join(folder, 'playwright.json');
  const code = await runCommand('playwright', ['test'], {
    cwd: path.join(root, 'packages', 'app'),
    env: {
      CI: 'true',
      E2E_BROWSER: JSON.stringify(browser),
      PLAYWRIGHT_JSON_OUTPUT_NAME: outputFile,
    },
  });
  const report = await readFile(outputFile, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (report === undefined) {
    tally.fail(`Playwright ended with code ${code} before it ran a test`);
    return;
  }
  const before = tally.failures.length;
  countPlaywright(JSON.parse(report), tally);
  if (code !== 0 && tally.failures.length === before) {
    tally.fail(`Playwright ended with code ${code}`);
  }
}
