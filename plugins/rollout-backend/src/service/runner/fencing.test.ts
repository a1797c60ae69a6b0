import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { LostClaimError } from '../../database';
import { Rollout } from '../../domain';
import { TestWorld } from '../../testing/TestWorld';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const newWorld = async (id: TestDatabaseId) =>
  TestWorld.create(await databases.init(id), mockServices.logger.mock());

/** A promise and the function that keeps it. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

const abort = {
  control: 'abort' as const,
  by: 'user:default/sre',
  reason: 'stop it',
};

describe.each(databases.eachSupportedId())('fencing on %s', id => {
  it('writes nothing under a claim that was overtaken', async () => {
    const world = await newWorld(id);
    const rollout = await world.submit();
    const old = await world.store.claimNext();
    await world.store.freeLeases();
    const newer = await world.store.claimNext();
    expect(newer?.epoch).toBe(old!.epoch + 1);

    const step = {
      name: 'step-0',
      key: `${rollout.id}:step-0`,
      desired: {
        kind: 'restore' as const,
        candidate: { version: 'x', sha256: [] },
      },
    };
    const before = await Promise.all(
      ['rollout', 'rollout_step', 'rollout_event', 'ledger', 'outbox'].map(
        table => world.knex(table),
      ),
    );
    const lost = expect.objectContaining({ name: 'LostClaimError' });
    await expect(world.store.renew(old!)).rejects.toEqual(lost);
    await expect(world.store.intend(old!, step)).rejects.toEqual(lost);
    await expect(
      world.store.apply(old!, { kind: 'refuse', words: 'too late' }),
    ).rejects.toEqual(lost);
    await world.store.release(old!);
    expect(
      await Promise.all(
        ['rollout', 'rollout_step', 'rollout_event', 'ledger', 'outbox'].map(
          table => world.knex(table),
        ),
      ),
    ).toEqual(before);
    await world.store.renew(newer!);
    expect(new LostClaimError('x', 1).name).toBe('LostClaimError');
  });

  it('keeps the key of a step that is begun again, and its outcome once it has one', async () => {
    const world = await newWorld(id);
    const rollout = await world.submit();
    const claim = (await world.store.claimNext())!;
    const step = {
      name: 'step-0',
      key: `${rollout.id}:step-0`,
      desired: {
        kind: 'restore' as const,
        candidate: { version: 'x', sha256: [] },
      },
    };
    expect(await world.store.intend(claim, step)).toBeNull();
    expect(await world.store.intend(claim, step)).toBeNull();
    expect(await world.knex('rollout_step').first()).toMatchObject({
      attempt: 2,
      key: step.key,
      outcome: null,
    });
    const outcome = { name: 'step-0', observation: world.target.current };
    await world.store.apply(claim, { kind: 'held', reason: 'x' }, outcome);
  });

  it('gives a target to one worker at a time', async () => {
    const world = await newWorld(id);
    await world.submit();
    await world.submit();
    const claims = await Promise.all([
      world.store.claimNext(),
      world.store.claimNext(),
      world.store.claimNext(),
    ]);
    expect(claims.filter(claim => claim !== null)).toHaveLength(1);
  });

  it('does each key once with two runners on one rollout', async () => {
    const world = await newWorld(id);
    const rollout = await world.submit();
    const runners = [world.newRunner(), world.newRunner()];
    for (let round = 0; round < 60; round++) {
      await Promise.all(
        runners.map(async runner => {
          await runner.round();
          await runner.drain();
        }),
      );
      const { dueAt } = await world.reads.get(rollout.id);
      if (dueAt) world.clock.moveTo(dueAt);
    }
    expect((await world.reads.get(rollout.id)).state).toBe('promoted');
    expect(world.target.effects.map(effect => effect.key)).toEqual([
      `${rollout.id}:step-0`,
      `${rollout.id}:step-1`,
      `${rollout.id}:promote`,
    ]);
  });

  it('lets the newer worker go on when the older one wakes up in the middle of an apply', async () => {
    const world = await newWorld(id);
    const rollout = await world.submit();
    const reached = gate();
    const awake = gate();
    world.target.beforeApply = async () => {
      world.target.beforeApply = async () => {};
      reached.open();
      await awake.passed;
    };
    const older = world.newRunner();
    await older.round();
    await reached.passed;

    await world.store.freeLeases();
    await world.work(world.newRunner());
    const baking = await world.reads.get(rollout.id);
    expect(baking.state).toBe('baking');

    awake.open();
    await older.drain();
    expect(await world.reads.get(rollout.id)).toEqual(baking);
    expect(world.target.effects).toHaveLength(1);
    await world.untilState(rollout.id, 'promoted');
  });

  describe('an abort while the runner promotes', () => {
    async function promoting(world: TestWorld, changes: Partial<Rollout> = {}) {
      const rollout = await world.submit(changes);
      const reached = gate();
      const awake = gate();
      world.target.beforeApply = async ({ key }) => {
        if (!key.endsWith(':promote')) return;
        world.target.beforeApply = async () => {};
        reached.open();
        await awake.passed;
      };
      for (let round = 0; round < 20; round++) {
        const { state, dueAt } = await world.reads.get(rollout.id);
        if (state === 'promoting') break;
        if (dueAt) world.clock.moveTo(dueAt);
        await world.runner.round();
        await Promise.race([world.runner.drain(), reached.passed]);
      }
      await reached.passed;
      return { rollout, awake };
    }

    it('wins when it is rolled back before the promotion arrives', async () => {
      const world = await newWorld(id);
      const { rollout, awake } = await promoting(world);
      await world.store.command(rollout.id, abort);
      const other = world.newRunner();
      await other.round();
      await other.drain();
      expect((await world.reads.get(rollout.id)).state).toBe('rolledBack');
      awake.open();
      await world.runner.drain();

      expect((await world.reads.get(rollout.id)).state).toBe('rolledBack');
      expect(world.target.current).toMatchObject({
        stable: { version: '1.0.0' },
        candidate: null,
      });
      expect(world.target.effects.map(({ key }) => key)).not.toContain(
        `${rollout.id}:promote`,
      );
    });

    it('deploys the previous release again when the promotion arrives first', async () => {
      const world = await newWorld(id);
      const { rollout, awake } = await promoting(world);
      await world.store.command(rollout.id, abort);
      awake.open();
      await world.runner.drain();
      expect(world.target.current.stable?.version).toBe('1.1.0');

      await world.untilState(rollout.id, 'rolledBack');
      expect(world.target.current.stable?.version).toBe('1.0.0');
      expect(await world.kinds(rollout.id)).not.toContain('promoted');
    });
  });
});
