import { spawn } from 'node:child_process';
import { root } from '../lib/settings.mjs';

const running = new Set();

/** Ends the commands under way together with what they started. */
export function endCommands() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Runs a command with its output in view; resolves with its exit code. */
export async function runCommand(command, args, { env, cwd = root } = {}) {
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  running.add(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(signal ? 1 : code));
    });
  } finally {
    running.delete(child);
  }
}
