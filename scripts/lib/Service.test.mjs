import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Service } from './Service.mjs';
import { root } from './settings.mjs';
import { waitUntil } from './waitUntil.mjs';

let folder;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'service-'));
});
after(() => rmSync(folder, { recursive: true }));

/** Whether it runs; one that only waits for its parent to take note does not. */
function isAlive(pid) {
  const state = existsSync('/proc/self')
    ? stateInProc(pid)
    : spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
        .stdout;
  return state.trim() !== '' && !state.trim().startsWith('Z');
}

function stateInProc(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}

/** A program that ignores SIGTERM where told to, and has a child of its own. */
const program = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
process.on('SIGTERM', () => { if (process.argv[1] !== 'stubborn') process.exit(0); });
setInterval(() => {}, 1000);
console.log(JSON.stringify({ pid: process.pid, child: child.pid }));
`;

function start(name, ...args) {
  return new Service({
    name,
    args: ['-e', program, ...args],
    cwd: root,
    env: process.env,
    logFile: path.join(folder, `${name}.log`),
  });
}

async function pidsFrom(logFile) {
  const text = await waitUntil(
    async () =>
      existsSync(logFile) && readFileSync(logFile, 'utf8').includes('}')
        ? readFileSync(logFile, 'utf8')
        : undefined,
    { timeoutMs: 10_000, everyMs: 20 },
  );
  return Object.values(JSON.parse(text));
}

async function allGone(pids) {
  return waitUntil(async () => (pids.some(isAlive) ? undefined : true), {
    timeoutMs: 15_000,
    everyMs: 50,
  });
}

for (const kind of ['willing', 'stubborn']) {
  test(`stopping a ${kind} service ends it and what it started`, async () => {
    const service = start(kind, kind);
    const pids = await pidsFrom(service.logFile);
    assert.deepEqual(pids.map(isAlive), [true, true]);
    await service.stop(300);
    assert.deepEqual(pids.map(isAlive), [false, false]);
    const { code, signal } = await service.exited;
    assert.equal(code ?? signal, kind === 'willing' ? 0 : 'SIGKILL');
  });
}

test('a service ends when the process that started it is killed', async () => {
  const logFile = path.join(folder, 'orphan.log');
  const serviceUrl = pathToFileURL(path.join(root, 'scripts/lib/Service.mjs'));
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { Service } from ${JSON.stringify(serviceUrl.href)};
       new Service({ name: 'orphan', cwd: '.', env: process.env,
         args: ['-e', ${JSON.stringify(
           'setInterval(() => {}, 1000); console.log(JSON.stringify({pid: process.pid}))',
         )}],
         logFile: ${JSON.stringify(logFile)} });`,
    ],
    { stdio: 'inherit' },
  );
  const pids = await pidsFrom(logFile);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  assert.equal(await allGone(pids), true);
});
