import {
  DecisionRecord,
  DecisionSummary,
  parseWith,
  Submission,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import { RemoteError, sha256Of } from '@adaptive-delivery/plugin-release-node';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { readFileSync } from 'node:fs';
import { labComponents } from '../releases/components';
import { FaultProfile } from '../targets/faults';
import { Push, pushRelease } from './pushRelease';
import { ReleaseLog } from './ReleaseLog';

const folder = createMockDirectory();
const component = labComponents['payments-service'];

/** A portal that takes everything but quarantined digests, and a world that notes. */
class Fakes {
  readonly taken: Submission[] = [];
  readonly faults: Record<string, FaultProfile> = {};
  readonly said: string[] = [];
  readonly quarantined = new Set<string>();
  decisionsLeft: Array<Partial<DecisionSummary>[]> = [];

  readonly portal = {
    decisions: async () =>
      (this.decisionsLeft.shift() ?? []) as DecisionSummary[],
    submit: async (body: Submission) => {
      const checked = parseWith(submission, 'body', body);
      const [{ sha256 }] = checked.buildInfo.artifacts;
      if (this.quarantined.has(sha256)) {
        throw new RemoteError(
          'release-decision',
          409,
          `${sha256} is quarantined`,
        );
      }
      this.taken.push(checked);
      return { state: 'queued' } as DecisionRecord;
    },
  };

  readonly world = {
    target: async () => ({
      capabilities: { exposures: [], os: 'linux' as const, simulated: false },
      observation: {
        stable: { version: '2.13.0', sha256: [] },
        candidate: null,
        percent: 0,
        epoch: 1,
        lastKey: null,
        arms: { candidate: {}, baseline: {} },
      },
    }),
    registerArtifact: async (
      sha256: string,
      { faults }: { faults: FaultProfile },
    ) => {
      this.faults[sha256] = faults;
    },
  };

  async push(kind: Push['kind'], again = false) {
    return pushRelease(
      { kind, again, component, storeFolder: folder.path, timeoutMs: 5_000 },
      {
        portal: this.portal,
        world: this.world,
        log: await ReleaseLog.open(folder.resolve('releases.json')),
        say: line => this.said.push(line),
      },
    );
  }
}

let fakes: Fakes;
beforeEach(() => {
  folder.clear();
  fakes = new Fakes();
});

describe('pushRelease', () => {
  it('submits the digest of a real file, a new one and a new build each time', async () => {
    await fakes.push('good');
    await fakes.push('good');
    const artifacts = fakes.taken.map(body => body.buildInfo.artifacts[0]);
    const file = folder.resolve(artifacts[0].uri);
    expect(artifacts[1].sha256).toBe(sha256Of(readFileSync(file)));
    expect(artifacts[1].sizeBytes).toBe(readFileSync(file).length);
    expect(artifacts[0].sha256).not.toBe(artifacts[1].sha256);
    expect(fakes.taken[0].buildInfo.buildId).not.toBe(
      fakes.taken[1].buildInfo.buildId,
    );
    expect(Object.values(fakes.faults)).toEqual([{}, {}]);
  });

  it('goes on from the highest version that was ever submitted', async () => {
    fakes.decisionsLeft = [
      [],
      [
        { version: '2.15.0', state: 'rolledBack' },
        { version: '2.9.0', state: 'promoted' },
      ],
    ];
    await fakes.push('good');
    expect(fakes.taken[0].buildInfo.version).toBe('2.16.0');
  });

  it('makes a bad release slow and faulty, and refuses it once it is quarantined', async () => {
    await fakes.push('bad');
    const [{ sha256 }] = fakes.taken[0].buildInfo.artifacts;
    expect(fakes.faults[sha256]).toEqual({ latencyMs: 250, errorRate: 0.2 });
    fakes.quarantined.add(sha256);
    await expect(fakes.push('bad', true)).rejects.toMatchObject({
      name: 'ReleaseProblem',
      exitCode: 3,
      message: `payments-service 2.14.0 was refused: ${sha256} is quarantined`,
    });
    fakes.quarantined.clear();
    await fakes.push('bad', true);
    expect(fakes.taken[1].buildInfo.artifacts[0].sha256).toBe(sha256);
    expect(fakes.taken[1].buildInfo.buildId).not.toBe(
      fakes.taken[0].buildInfo.buildId,
    );
  });

  it('has nothing to submit again before the first bad release', async () => {
    await expect(fakes.push('bad', true)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(
        'no bad release of payments-service yet',
      ),
    });
    expect(fakes.taken).toEqual([]);
  });

  it('waits for a release that is on its way, and says so', async () => {
    fakes.decisionsLeft = [
      [{ version: '2.14.0', state: 'releasing', stateReason: 'It bakes.' }],
    ];
    await fakes.push('good');
    expect(fakes.said[0]).toBe(
      'Waiting until the target is free; 2.14.0 is releasing: It bakes.',
    );
    expect(fakes.taken).toHaveLength(1);
  });
});
