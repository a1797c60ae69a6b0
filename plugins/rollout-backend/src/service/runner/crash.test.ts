import { systemClock } from '@adaptive-delivery/plugin-release-node';
import knexFactory, { Knex } from 'knex';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseRolloutReadStore, DatabaseRolloutStore } from '../../database';
import type { CrashPoint } from '../../testing/crashChild';
import { TargetState } from '../../testing/MemoryTarget';
import { aRollout } from '../../testing/fixtures';
import { MIGRATIONS } from '../../testing/paths';

const POINTS: CrashPoint[] = [
  'beforeIntent',
  'afterIntent',
  'afterEffect',
  'afterOutcome',
];

jest.setTimeout(60_000);

describe('a process that is killed in the middle of a step', () => {
  let folder: string;
  let knex: Knex;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rollout-crash-'));
  });

  afterEach(async () => {
    await knex?.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  const connect = () =>
    knexFactory({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'rollout.sqlite') },
      useNullAsDefault: true,
    });

  /** Runs the runner as a process; gives the signal or code it ended with. */
  async function run(
    start: Date,
    point: CrashPoint,
    step: string,
    health: string,
  ) {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
        require.resolve('../../testing/crashChild'),
        folder,
        String(start.getTime()),
        point,
        step,
        health,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let errors = '';
    child.stderr.on('data', data => {
      errors += data;
    });
    const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const ended = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    clearTimeout(deadline);
    return `${ended}${errors && `: ${errors}`}`;
  }

  it.each([
    ['good', 'step-0', 'promoted', ['step-0', 'step-1', 'promote']],
    ['bad', 'restore-1', 'rolledBack', ['step-0', 'restore-1']],
  ])(
    'goes on with a %s release from where it was killed in %s, and does nothing twice',
    async (health, step, end, keys) => {
      const start = new Date();
      const rollout = aRollout({ createdAt: start, dueAt: start });
      knex = connect();
      await knex.migrate.latest({ directory: MIGRATIONS });
      await new DatabaseRolloutStore({
        knex,
        clock: systemClock,
        noticeChannels: [],
      }).create(rollout.decisionId, [rollout]);
      await knex.destroy();

      for (const point of POINTS) {
        expect([point, await run(start, point, step, health)]).toEqual([
          point,
          'SIGKILL',
        ]);
      }
      expect(await run(start, 'never', '', health)).toBe('code 0');

      const { effects }: TargetState = JSON.parse(
        await readFile(path.join(folder, 'target.json'), 'utf8'),
      );
      expect(effects.map(effect => effect.key)).toEqual(
        keys.map(key => `${rollout.id}:${key}`),
      );
      knex = connect();
      const reads = new DatabaseRolloutReadStore({ knex, clock: systemClock });
      expect((await reads.get(rollout.id)).state).toBe(end);
      // Killed twice after the intent was recorded, and begun a third time.
      expect(
        await knex('rollout_step').where({ name: step }).first('attempt'),
      ).toEqual({ attempt: 3 });
      const events = await reads.events(rollout.id);
      for (const kind of ['started', 'exposure', 'rollingBack', end]) {
        const times = events.filter(
          event =>
            event.kind === kind && (kind !== 'exposure' || event.step === 0),
        ).length;
        expect([kind, times]).toEqual([
          kind,
          kind === 'rollingBack' && health === 'good' ? 0 : 1,
        ]);
      }
    },
  );
});
