import { createMockDirectory } from '@backstage/backend-test-utils';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

jest.setTimeout(60_000);

const folder = createMockDirectory();
const entry = path.resolve(__dirname, '../../bin/world.cjs');

function startWorld(
  ...args: string[]
): ChildProcess & { output: () => string } {
  const child = spawn(
    process.execPath,
    [entry, '--data', folder.path, ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout?.on('data', chunk => (output += chunk));
  child.stderr?.on('data', chunk => (output += chunk));
  return Object.assign(child, { output: () => output });
}

async function urlOf(child: ReturnType<typeof startWorld>): Promise<string> {
  for (;;) {
    const url = /the world is at (\S+)/.exec(child.output())?.[1];
    if (url) return url;
    if (child.exitCode !== null) throw new Error(child.output());
    await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  }
}

async function servicePids(url: string): Promise<number[]> {
  const { targets } = await (await fetch(`${url}/v1/state`)).json();
  return targets.flatMap(
    (t: { runtime: { processes: Array<{ pid: number }> } | null }) =>
      (t.runtime?.processes ?? []).map(({ pid }) => pid),
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

async function untilGone(pids: number[]) {
  const deadline = Date.now() + 10_000;
  while (pids.some(isAlive)) {
    if (Date.now() > deadline)
      throw new Error(`still alive: ${pids.filter(isAlive)}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

beforeEach(() => folder.clear());

describe('the process of the world', () => {
  it.each([
    [
      'its standard input is closed',
      (child: ChildProcess) => child.stdin?.end(),
    ],
    ['it is asked to', (child: ChildProcess) => child.kill('SIGTERM')],
    ['it is killed', (child: ChildProcess) => child.kill('SIGKILL')],
  ])('ends with its services when %s', async (_, end) => {
    const child = startWorld('--port', '0', '--rate', '5', '--watch-stdin');
    const pids = await servicePids(await urlOf(child));
    expect(pids).toHaveLength(1);
    end(child);
    await once(child, 'exit');
    await untilGone(pids);
  });

  it('says in one line that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const child = startWorld('--port', String(port));
    const [code] = await once(child, 'exit');
    server.close();
    expect(code).toBe(1);
    expect(child.output().trim()).toBe(
      `lab: cannot start: port ${port} is taken; stop what listens there or choose another with --port`,
    );
  });
});
