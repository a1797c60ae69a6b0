import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const running = new Set();
const KEPT = 20_000;

/** Ends the tools under way, for use when this process is asked to end. */
export function endTools() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a command to its end with its output in a file.
 *
 * @returns {Promise<{code: number | null, output: string}>} with the last of the output
 * @throws the error of a command that cannot be started
 */
export async function runTool({ command, args, logFile, ...options }) {
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', text => {
      log.write(text);
      output = (output + text).slice(-KEPT);
    });
  }
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output };
  } finally {
    running.delete(child);
    log.end();
  }
}
