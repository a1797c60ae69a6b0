import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { ensureInstalled, projectNode } from './install.mjs';
import { endTools } from './runTool.mjs';
import { readSettings, root } from './settings.mjs';
import { showError } from './UserError.mjs';

const MARK = 'ADAPTIVE_DELIVERY_UNDER_PROJECT_NODE';

/**
 * Runs `work` under the Node that the project brings, installing it first
 * where needed: the outer process installs and hands over, the inner one works.
 */
export async function underProjectNode(script, work) {
  try {
    if (process.env[MARK] === String(process.ppid)) {
      await work();
      closeChannel();
      return;
    }
    await installFirst();
    await handOver(script);
  } catch (error) {
    showError(error);
    process.exit(1);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The open channel keeps a process alive; closing it here is no stop request. */
function closeChannel() {
  process.removeAllListeners('disconnect');
  if (process.connected) process.disconnect();
}

async function installFirst() {
  const giveUp = () => {
    endTools();
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, giveUp);
  await ensureInstalled(readSettings());
  for (const signal of SIGNALS) process.off(signal, giveUp);
}

/**
 * The inner process gets its own group, so that it alone decides in which
 * order a Ctrl-C ends what it started; it notices by the closed channel when
 * this process is killed.
 */
async function handOver(script) {
  const bin = path.dirname(projectNode());
  const child = spawn(projectNode(), [script, ...process.argv.slice(2)], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      [MARK]: String(process.pid),
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  });
  const end = () => child.kill('SIGTERM');
  for (const signal of SIGNALS) process.on(signal, end);
  const watch = watchNpm(end);
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
  clearInterval(watch);
}

/** A kill of npm ends npm and its shell, but tells nobody below them. */
function watchNpm(end) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) end();
  }, 1000);
}

/** Calls `stop` once, when a signal comes or the outer process is gone. */
export function onStopRequest(stop) {
  let asked = false;
  const once = () => {
    if (asked) return;
    asked = true;
    stop();
  };
  for (const signal of SIGNALS) {
    process.on(signal, once);
  }
  process.on('disconnect', once);
}
