import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '..', '..', '..');

/** Ports and a data folder of their own, so that a running portal is left alone. */
const settings = {
  port: Number(process.env.E2E_PORT ?? 27007),
  labPort: Number(process.env.E2E_LAB_PORT ?? 27010),
  folder: process.env.E2E_DATA ?? path.join(tmpdir(), 'adaptive-delivery-e2e'),
};
const startLog = path.join(settings.folder, 'start.log');

export const labUrl = () => `http://127.0.0.1:${settings.labPort}`;
export const portalUrl = () => `http://localhost:${settings.port}`;

export function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ADAPTIVE_DELIVERY_PORT: String(settings.port),
    ADAPTIVE_DELIVERY_LAB_PORT: String(settings.labPort),
    ADAPTIVE_DELIVERY_DATA: settings.folder,
  };
}

export function pipelineToken(): string {
  return readFileSync(
    path.join(settings.folder, 'pipeline-token'),
    'utf8',
  ).trim();
}

type Processes = { start: number; portal: number; lab: number };

function processes(): Processes {
  return JSON.parse(
    readFileSync(path.join(settings.folder, 'processes.json'), 'utf8'),
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function waitFor(
  what: string,
  timeoutMs: number,
  probe: () => boolean,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!probe()) {
    if (Date.now() > deadline) throw new Error(`${what} took too long`);
    await sleep(200);
  }
}

/** What the start script said. */
export function startOutput(): string {
  return existsSync(startLog) ? readFileSync(startLog, 'utf8') : '';
}

/** Runs what `npm start` runs and waits until it says that the portal is up. */
export async function startPortal(): Promise<{ seconds: number }> {
  mkdirSync(settings.folder, { recursive: true });
  rmSync(startLog, { force: true });
  const log = openSync(startLog, 'a');
  const started = Date.now();
  let code: number | null | undefined;
  const child = spawn('node', [path.join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
    env: environment(),
  });
  closeSync(log);
  child.once('exit', exitCode => {
    code = exitCode;
  });
  child.unref();
  await waitFor('npm start', 600_000, () => {
    if (code !== undefined) {
      throw new Error(`npm start ended with ${code}:\n${startOutput()}`);
    }
    return startOutput().includes('Adaptive Delivery runs at');
  });
  return { seconds: (Date.now() - started) / 1000 };
}

/** What Ctrl-C does. */
export async function stopPortal(): Promise<void> {
  if (!existsSync(path.join(settings.folder, 'processes.json'))) return;
  const { start, portal, lab } = processes();
  if (isAlive(start)) process.kill(start, 'SIGTERM');
  await waitFor('the end of portal and lab', 30_000, () =>
    [start, portal, lab].every(pid => !isAlive(pid)),
  );
}

/** `kill -9` of the portal's process; the start script then ends the rest. */
export async function killPortal(): Promise<void> {
  const { start, portal, lab } = processes();
  process.kill(portal, 'SIGKILL');
  await waitFor('the end of start script and lab', 30_000, () =>
    [start, portal, lab].every(pid => !isAlive(pid)),
  );
}

/** Throws away what an earlier run left. */
export function removeData(): void {
  rmSync(settings.folder, { recursive: true, force: true });
}
