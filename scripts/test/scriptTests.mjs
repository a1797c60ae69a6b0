import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { root } from '../lib/settings.mjs';

function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => path.join(folder, name));
}

/** The tests of these scripts, with Node's own runner. */
export async function runScriptTests(tally) {
  const stream = run({
    files: testFiles(path.join(root, 'scripts')),
    concurrency: 1,
  });
  stream.on('test:pass', ({ name, skip, details }) => {
    if (details?.type === 'suite') return;
    if (skip === undefined) tally.pass();
    else tally.skip(`scripts › ${name}`);
  });
  stream.on('test:fail', ({ name, details }) => {
    if (details?.type === 'suite') return;
    tally.fail(`scripts › ${name}`);
    console.log(`✗ scripts › ${name}\n`, details.error.cause ?? details.error);
  });
  stream.resume();
  await new Promise((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('error', reject);
  });
}
