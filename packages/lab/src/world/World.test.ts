import { createMockDirectory } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabClient } from '../backend/LabClient';
import { LabTargetProvider } from '../backend/LabTargetProvider';
import { ServedWorld, serveWorld } from './serveWorld';

// Real processes, a real router and real requests, on random ports.
jest.setTimeout(60_000);

const folder = createMockDirectory();
const BAD = 'b'.repeat(64);
const GOOD = 'c'.repeat(64);
const candidate = { version: '2.9.0', sha256: [GOOD] };

let served: ServedWorld;
const open = () =>
  serveWorld({
    port: 0,
    folder: folder.path,
    requestsPerSecond: 150,
    scrapeIntervalMs: 250,
    seed: 1,
    log: () => {},
  });
const client = () => new LabClient(served.url);
const target = () => new LabTargetProvider(client()).target('payments-service');
const fence = (key: string, epoch = 1) => ({
  key,
  epoch,
  at: new Date().toISOString(),
});
const expose = (percent: number, release = candidate) => ({
  kind: 'expose' as const,
  candidate: release,
  exposure: { kind: 'weight' as const, percent },
});

function runtime() {
  const part = served.world.status().targets[0].runtime;
  if (!part) throw new Error('the payments service has no runtime');
  return part;
}

async function until(what: string, probe: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 20_000;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await sleep(100);
  }
}

/** The value now of a recording-rule series of one arm; null without one. */
async function now(name: string, track: string): Promise<number | null> {
  const query = `release_track:${name}{component="payments-service",track="${track}"}`;
  const answer = await fetch(
    `${served.url}/api/v1/query?${new URLSearchParams({ query })}`,
  );
  const { data } = await answer.json();
  return data.result.length ? Number(data.result[0].value[1]) : null;
}

/** Requests that each version itself counted while `routed` more were sent. */
async function splitOver(routed: number): Promise<number> {
  const own = async () => {
    const counts: Record<string, number> = {};
    for (const { id, port } of runtime().processes) {
      const text = await (
        await fetch(`http://127.0.0.1:${port}/metrics`)
      ).text();
      counts[id.split('@')[0]] = [
        ...text.matchAll(/^http_requests_total\{.*\} (\d+)$/gm),
      ].reduce((sum, [, value]) => sum + Number(value), 0);
    }
    return counts;
  };
  const before = await own();
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((a, b) => a + b, 0);
  let after = before;
  await until('enough requests', async () => {
    after = await own();
    return sum(after) - sum(before) >= routed;
  });
  return (after['2.9.0'] - before['2.9.0']) / (sum(after) - sum(before));
}

beforeEach(async () => {
  folder.clear();
  served = await open();
});
afterEach(() => served.close());

describe('the payments service of the lab', () => {
  it('runs a process per version and splits real requests by weight', async () => {
    await target().apply(expose(25), fence('a'));
    const pids = runtime().processes.map(process => process.pid);
    expect(new Set(pids).size).toBe(2);
    expect(await splitOver(200)).toBeCloseTo(0.25, 1);

    await target().apply(expose(60), fence('b'));
    expect(await splitOver(200)).toBeCloseTo(0.6, 1);
    // The same processes go on: a step does not deploy again.
    expect(runtime().processes.map(process => process.pid)).toEqual(pids);

    const observation = await target().apply(
      { kind: 'promote', candidate },
      fence('c'),
    );
    expect(observation).toMatchObject({ stable: candidate, candidate: null });
    await until('one process', () => runtime().processes.length === 1);
    expect(runtime().processes[0].id).toContain('2.9.0');
    await until(
      'the baseline is the new version',
      async () => ((await now('requests:rate', 'baseline')) ?? 0) > 100,
    );
    expect(await now('requests:rate', 'candidate')).toBeNull();
  });

  it('measures the faults that a release carries, and only at that release', async () => {
    await client().registerArtifact(BAD, {
      version: '2.9.1',
      component: 'payments-service',
      faults: { latencyMs: 150, errorRate: 0.5 },
    });
    await target().apply(
      expose(50, { version: '2.9.1', sha256: [BAD] }),
      fence('a'),
    );
    await until(
      'both arms are measured',
      async () => ((await now('requests:rate', 'candidate')) ?? 0) > 30,
    );
    const errorRatio = async (track: string) =>
      ((await now('errors:rate', track)) ?? 0) /
      ((await now('requests:rate', track)) ?? 0);
    await until(
      'the candidate fails every second request',
      async () => Math.abs((await errorRatio('candidate')) - 0.5) < 0.15,
    );
    expect(await errorRatio('baseline')).toBeLessThan(0.1);
    const p95 = async (track: string) =>
      (await now('latency_seconds:p95', track)) ?? 0;
    await until(
      'the candidate is slower',
      async () => (await p95('candidate')) - (await p95('baseline')) > 0.1,
    );

    await target().apply({ kind: 'restore', candidate }, fence('b'));
    expect(await now('requests:rate', 'candidate')).toBeNull();
    await until('the bad process ends', () => runtime().processes.length === 1);
  });

  it('gives no data, instead of the last data, when the metrics stop', async () => {
    await target().apply(expose(50), fence('a'));
    const measured = async () =>
      (await now('requests:rate', 'candidate')) !== null;
    await until('the candidate is measured', measured);
    await served.world.switchFaultOn({
      target: 'payments-service',
      track: 'candidate',
      noData: true,
    });
    await until('the candidate is silent', async () => !(await measured()));
    expect(await now('requests:rate', 'baseline')).toBeGreaterThan(0);
    await served.world.switchFaultsOff({});
    await until('the candidate is measured again', measured);
  });

  it('comes up after a restart with the versions and weights it had', async () => {
    await target().apply(expose(40), fence('a', 4));
    await served.close();
    served = await open();
    expect(await target().observe()).toMatchObject({
      candidate,
      percent: 40,
      epoch: 4,
      lastKey: 'a',
    });
    expect(runtime().processes).toHaveLength(2);
    expect(await splitOver(150)).toBeCloseTo(0.4, 1);
    await expect(
      target().apply({ kind: 'restore', candidate }, fence('b', 3)),
    ).rejects.toMatchObject({ name: 'StaleEpochError' });
  });

  it('starts a process again that has crashed', async () => {
    const [before] = runtime().processes;
    process.kill(before.pid as number, 'SIGKILL');
    const others = () =>
      runtime().processes.filter(({ pid }) => pid !== before.pid);
    await until('another process runs', () => others().length > 0);
    await until(
      'requests are answered again',
      async () => ((await now('requests:rate', 'baseline')) ?? 0) > 50,
    );
    expect(runtime().processes).toEqual(others());
  });

  it('runs nothing real in history, and keeps modelled past and measured present apart', async () => {
    await client().setMode('history');
    expect(runtime().processes).toEqual([]);
    const at = new Date(Date.now() - 3_600_000);
    await target().apply(expose(10), {
      key: 'a',
      epoch: 1,
      at: at.toISOString(),
    });
    expect(runtime().processes).toEqual([]);
    const range = async () => {
      const start = at.getTime() / 1000 + 60;
      const query = 'release_track:requests:rate{track="candidate"}';
      const answer = await fetch(
        `${served.url}/api/v1/query_range?${new URLSearchParams({
          query,
          start: `${start}`,
          end: `${start + 60}`,
          step: '2',
        })}`,
      );
      return (await answer.json()).data.result;
    };
    const past = await range();
    expect(past[0].values).toHaveLength(31);
    await client().setMode('live');
    expect(runtime().processes).toHaveLength(2);
    await until(
      'the present is measured',
      async () => (await now('requests:rate', 'candidate')) !== null,
    );
    expect(await range()).toEqual(past);
  });
});

describe('the lab as a deployment target', () => {
  it('says what it knows, and in words that nobody answers', async () => {
    expect(await target().capabilities()).toEqual({
      exposures: ['weight'],
      os: 'linux',
      simulated: false,
    });
    const nobody = new LabTargetProvider(new LabClient('http://127.0.0.1:1'));
    await expect(nobody.target('payments-service').observe()).rejects.toThrow(
      /lab at http:\/\/127.0.0.1:1 does not answer.*npm start/,
    );
    const unknown = new LabTargetProvider(client()).target('moon');
    await expect(unknown.observe()).rejects.toThrow(
      /404: The lab has no target moon/,
    );
  });
});
