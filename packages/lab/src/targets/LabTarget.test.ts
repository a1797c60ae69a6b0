import { createMockDirectory } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { LabTarget, TargetRuntime } from './LabTarget';
import { targetSpecs } from './catalog';
import { ApplyRequest } from './targetState';

const spec = targetSpecs[0];
const folder = createMockDirectory();
const logPath = () => folder.resolve('applies.jsonl');
const release = (version: string) => ({ version, sha256: ['a'.repeat(64)] });

function request(
  kind: 'expose' | 'promote' | 'restore',
  epoch: number,
  key: string,
  options: { version?: string; percent?: number; at?: string } = {},
): ApplyRequest {
  const { version = '2.9.0', percent = 5 } = options;
  const candidate = release(version);
  return {
    desired:
      kind === 'expose'
        ? { kind, candidate, exposure: { kind: 'weight', percent } }
        : { kind, candidate },
    epoch,
    key,
    at: options.at ?? '2026-11-20T10:00:00Z',
  };
}

const open = () => LabTarget.open(spec, logPath());
const lines = () => readFileSync(logPath(), 'utf8').trim().split('\n').length;

beforeEach(() => folder.clear());

describe('a target of the lab', () => {
  it('exposes, promotes and restores as desired', async () => {
    const target = await open();
    const seen = [];
    for (const write of [
      request('expose', 1, 'a', { percent: 5 }),
      request('expose', 1, 'b', { percent: 25 }),
      request('restore', 1, 'c'),
      request('expose', 2, 'd', { version: '2.9.1', percent: 50 }),
      request('promote', 2, 'e', { version: '2.9.1' }),
    ]) {
      const { stable, candidate, percent, lastKey } = await target.apply(
        write,
        undefined,
      );
      seen.push([stable?.version, candidate?.version, percent, lastKey]);
    }
    expect(seen).toEqual([
      ['2.8.3', '2.9.0', 5, 'a'],
      ['2.8.3', '2.9.0', 25, 'b'],
      ['2.8.3', undefined, 0, 'c'],
      ['2.8.3', '2.9.1', 50, 'd'],
      ['2.9.1', undefined, 0, 'e'],
    ]);
    await target.close();
  });

  it('does a key once and refuses an older epoch, also for a known key', async () => {
    const target = await open();
    await target.apply(request('expose', 3, 'a', { percent: 5 }), undefined);
    await target.apply(request('expose', 3, 'b', { percent: 25 }), undefined);
    const again = await target.apply(
      request('expose', 3, 'a', { percent: 5 }),
      undefined,
    );
    expect(again).toMatchObject({ percent: 25, lastKey: 'b', epoch: 3 });
    expect(lines()).toBe(2);

    await expect(
      target.apply(request('restore', 2, 'c'), undefined),
    ).rejects.toMatchObject({ name: 'StaleEpochError', epoch: 2 });
    await expect(
      target.apply(request('expose', 2, 'a'), undefined),
    ).rejects.toMatchObject({ name: 'StaleEpochError' });
    expect(target.observe()).toMatchObject({ percent: 25, epoch: 3 });
    await target.close();
  });

  it('is fenced by a newer epoch even when that only repeats a known key', async () => {
    const target = await open();
    await target.apply(request('expose', 1, 'a'), undefined);
    await target.apply(request('expose', 2, 'a'), undefined);
    expect(target.observe()).toMatchObject({ epoch: 2, lastKey: 'a' });
    await expect(
      target.apply(request('restore', 1, 'b'), undefined),
    ).rejects.toMatchObject({ name: 'StaleEpochError' });
    await target.close();
    const reopened = await open();
    expect(reopened.observe().epoch).toBe(2);
    await reopened.close();
  });

  it('refuses an exposure that it does not know, and keeps nothing of it', async () => {
    const target = await open();
    const write = request('expose', 1, 'a');
    await expect(
      target.apply(
        {
          ...write,
          desired: {
            kind: 'expose',
            candidate: release('2.9.0'),
            exposure: { kind: 'cohort', percent: 5 },
          },
        },
        undefined,
      ),
    ).rejects.toThrow(/desired.exposure.kind: payments-service knows weight/);
    expect(target.observe().epoch).toBe(0);
    expect(target.applies).toEqual([]);
    await target.close();
  });

  it('changes nothing when the candidate does not start', async () => {
    const target = await open();
    const runtime: TargetRuntime = {
      prepare: async () => {
        throw new Error('it does not start');
      },
      commit: () => {
        throw new Error('must not be reached');
      },
    };
    await expect(
      target.apply(request('expose', 1, 'a'), runtime),
    ).rejects.toThrow('it does not start');
    expect(target.observe()).toMatchObject({ candidate: null, epoch: 0 });
    expect(readFileSync(logPath(), 'utf8')).toBe('');
    const retried = await target.apply(request('expose', 1, 'a'), undefined);
    expect(retried.percent).toBe(5);
    await target.close();
  });

  it('comes back from its log as it was, for any writes and any restarts', async () => {
    const write = fc.record({
      kind: fc.constantFrom('expose', 'promote', 'restore'),
      epoch: fc.integer({ min: 1, max: 5 }),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      version: fc.constantFrom('2.9.0', '2.9.1'),
      percent: fc.integer({ min: 1, max: 99 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(write, fc.boolean()), { maxLength: 9 }),
        async writes => {
          folder.clear();
          const steady = await LabTarget.open(spec, folder.resolve('steady'));
          let restarted = await open();
          for (const [{ kind, epoch, key, ...options }, restart] of writes) {
            const body = request(kind as 'expose', epoch, key, options);
            const outcomes = await Promise.allSettled([
              steady.apply(body, undefined),
              restarted.apply(body, undefined),
            ]);
            expect(outcomes[1]).toEqual(outcomes[0]);
            if (restart) {
              await restarted.close();
              restarted = await open();
            }
            expect(restarted.observe()).toEqual(steady.observe());
          }
          await steady.close();
          await restarted.close();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('forgets a write that was cut off in the middle, and names a damaged line', async () => {
    const target = await open();
    await target.apply(request('expose', 1, 'a'), undefined);
    await target.close();
    appendFileSync(logPath(), '{"seq":2,"desired":{"kind":"prom');
    const reopened = await open();
    expect(reopened.observe()).toMatchObject({ percent: 5, lastKey: 'a' });
    await reopened.apply(request('expose', 1, 'b', { percent: 25 }), undefined);
    await reopened.close();
    expect(lines()).toBe(2);

    const [first, second] = readFileSync(logPath(), 'utf8').split('\n');
    writeFileSync(logPath(), `${first}\n{"seq":"x"}\n${second}\n`);
    await expect(open()).rejects.toThrow(/applies.jsonl line 2 cannot be read/);
  });
});
