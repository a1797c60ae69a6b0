import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDataFolder } from '../lib/dataFolder.mjs';
import { ensureFrontend } from '../lib/frontend.mjs';
import { endTools } from '../lib/runTool.mjs';
import { readSettings } from '../lib/settings.mjs';
import { onStopRequest } from '../lib/underProjectNode.mjs';
import { runBrowserTests } from './browserTests.mjs';
import { endCommands, runCommand } from './command.mjs';
import { runJestTests } from './jestTests.mjs';
import { startPostgres } from './postgres.mjs';
import { runScriptTests } from './scriptTests.mjs';
import { Tally } from './Tally.mjs';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

function heading(text) {
  console.log(`\n── ${text}`);
}

async function check(title, command, args, problems) {
  heading(title);
  const started = Date.now();
  const code = await runCommand(command, args);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${code === 0 ? '✓' : '✗'} ${title} · ${seconds} s`);
  if (code !== 0) problems.push(`${title} failed (see above)`);
}

async function runJest(tally, folder) {
  heading('Tests of all packages, on SQLite and PostgreSQL');
  const postgres = await startPostgres();
  try {
    await runJestTests(tally, {
      folder,
      env: { [POSTGRES]: postgres.connectionString },
    });
  } finally {
    await postgres.stop();
  }
}

/** The build reads the whole configuration, and so the pipeline's token too. */
async function buildFrontend(dataFolder) {
  process.env.ADAPTIVE_DELIVERY_DATA = dataFolder;
  const settings = readSettings();
  await prepareDataFolder(settings);
  await ensureFrontend(settings);
}

/** Type-check, lint and all tests; ends with the line that sums them up. */
export async function runTests() {
  const tally = new Tally();
  const problems = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'adaptive-delivery-test-'));
  onStopRequest(() => {
    endTools();
    endCommands();
    process.exit(1);
  });
  try {
    await check('Type check', 'tsc', ['--noEmit'], problems);
    await check(
      'Lint',
      'backstage-cli',
      ['repo', 'lint', '--max-warnings', '0'],
      problems,
    );
    heading('Tests of the start and test scripts');
    await runScriptTests(tally);
    await runJest(tally, folder);
    heading('Tests in a real browser');
    await buildFrontend(path.join(folder, 'data'));
    await runBrowserTests(tally, { folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`\n${[...problems, tally.report()].join('\n')}`);
  const bad = problems.length + tally.failures.length > 0;
  process.exitCode = bad || tally.passed === 0 ? 1 : 0;
}
