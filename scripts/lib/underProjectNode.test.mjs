import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const module_ = new URL('./underProjectNode.mjs', import.meta.url);

/** Runs `work` the way the commands of this project do, in a process of its own. */
async function exitCodeOf(work, { afterStart } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'under-project-node-'));
  const script = path.join(folder, 'script.mjs');
  await writeFile(
    script,
    `import { setTimeout as sleep } from 'node:timers/promises';
     import { onStopRequest, underProjectNode } from ${JSON.stringify(module_)};
     await underProjectNode(${JSON.stringify(script)}, async () => {
       onStopRequest(() => process.exit(7));
       console.log('working');
       ${work}
     });`,
  );
  try {
    const child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (afterStart) child.stdout.once('data', () => afterStart(child));
    else child.stdout.resume();
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('work that ends well ends the command well, also where it can be stopped', async () => {
  assert.equal(await exitCodeOf(''), 0);
});

test('the exit code of the work is that of the command', async () => {
  assert.equal(await exitCodeOf('process.exitCode = 3;'), 3);
});

test('a stop request reaches the work', async () => {
  const afterStart = child => child.kill('SIGTERM');
  assert.equal(await exitCodeOf('await sleep(20_000);', { afterStart }), 7);
});
