import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { TestWorld } from '../../testing/TestWorld';
import { Rollout } from '../../domain';
import { STABLE, aCandidate, aPlan } from '../../testing/fixtures';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const newWorld = async (id: TestDatabaseId) =>
  TestWorld.create(await databases.init(id), mockServices.logger.mock());

const inState =
  (...states: Rollout['state'][]) =>
  (rollout: Rollout) =>
    states.includes(rollout.state);

describe.each(databases.eachSupportedId())('RolloutRunner on %s', id => {
  it('brings a good release through its steps, each key once, and reports', async () => {
    const world = await newWorld(id);
    const rollout = await world.submit();
    const done = await world.untilState(rollout.id, 'promoted');

    expect(done).toMatchObject({
      percent: 100,
      stable: STABLE,
      simulated: true,
    });
    expect(world.target.effects.map(effect => effect.key)).toEqual([
      `${rollout.id}:step-0`,
      `${rollout.id}:step-1`,
      `${rollout.id}:promote`,
    ]);
    expect(world.target.current.stable?.version).toBe('1.1.0');
    // A bake of 20 s with a look every 10 s is two looks, in both steps.
    expect(
      world.analyzer.asked.map(({ id: look }) => [look.step, look.look]),
    ).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(world.analyzer.asked[0].request).toMatchObject({
      arms: {
        candidate: { component: 'payments-service', track: 'candidate' },
        baseline: { component: 'payments-service', track: 'baseline' },
      },
      window: {
        start: '2026-11-23T10:00:02.000Z',
        end: '2026-11-23T10:00:10.000Z',
      },
    });
    expect(await world.kinds(rollout.id)).toEqual([
      'created',
      'started',
      'exposure',
      'verdict',
      'verdict',
      'exposure',
      'verdict',
      'verdict',
      'promoted',
    ]);
    expect((await world.messages()).map(message => message.key)).toEqual([
      `${rollout.id}:started`,
      `${rollout.id}:promoted`,
    ]);
    expect(await findBrokenLedgerRow(world.knex)).toBeNull();
  });

  it('takes a bad release back, quarantines it at detection and tells decide and people', async () => {
    const world = await newWorld(id);
    world.analyzer.script = look => (look.step === 1 ? 'degraded' : 'healthy');
    const rollout = await world.submit();
    await world.untilState(rollout.id, 'rolledBack');

    expect(world.target.current).toMatchObject({
      stable: STABLE,
      candidate: null,
      percent: 0,
      lastKey: `${rollout.id}:restore-1`,
    });
    const incident = (await world.reads.listIncidents({}, { limit: 10 }))
      .items[0];
    expect(incident).toMatchObject({
      state: 'rolledBack',
      exposurePercentAtDetection: 50,
      restored: { version: '1.0.0', sha256: 'b'.repeat(64) },
    });
    expect(incident.playbook.steps.map(step => step.outcome)).toEqual([
      'done',
      'done',
      'done',
      'done',
    ]);
    expect((await world.messages()).map(message => message.key)).toEqual([
      `${rollout.id}:started`,
      `${rollout.id}:quarantine:1`,
      `${rollout.id}:rolledBack`,
    ]);
    expect(await world.knex('notice').orderBy('seq').pluck('key')).toEqual([
      `${rollout.id}:rollingBack:1`,
      `${rollout.id}:rolledBack:1`,
    ]);

    const again = await world.submit({
      decisionId: '9d9e4f0e-2f3f-4a4e-8a6b-0f8f2f1f0a01',
    });
    const refused = await world.untilState(again.id, 'refused');
    expect(refused.stateReason).toMatch(
      /quarantined until .*: payments-service 1\.1\.0 was taken back from/,
    );
    expect(world.target.effects).toHaveLength(3);
  });

  it('lets a digest in again once decide has been told and has it lifted', async () => {
    const world = await newWorld(id);
    world.analyzer.script = () => 'degraded';
    const first = await world.submit();
    await world.untilState(first.id, 'rolledBack');
    await world.knex('outbox').update({ delivered_at: 1 });
    world.analyzer.script = () => 'healthy';
    const again = await world.submit();
    const done = await world.untilState(again.id, 'promoted', 'refused');
    expect(done.state).toBe('promoted');
    expect(await world.knex('quarantine')).toEqual([]);
  });

  it('says what was reached when a rollback fails, and goes again when asked', async () => {
    const world = await newWorld(id);
    world.analyzer.script = () => 'degraded';
    world.target.returnsToStable = false;
    const rollout = await world.submit();
    const failed = await world.untilState(rollout.id, 'rollbackFailed');
    expect(failed.stateReason).toMatch(
      /"Verify at the target" failed: memory:payments-service is not back: 1.0.0 is stable, and 1.1.0 has 10 %.*Reached: Quarantine the digests, Return to stable/,
    );
    expect(
      await world.knex('notice').where('body', 'like', '%critical%'),
    ).toHaveLength(1);

    world.target.returnsToStable = true;
    await world.store.command(rollout.id, {
      control: 'rollback',
      by: 'user:default/sre',
      reason: 'again',
    });
    await world.untilState(rollout.id, 'rolledBack');
    expect(world.target.effects.map(effect => effect.key)).toEqual([
      `${rollout.id}:step-0`,
      `${rollout.id}:restore-1`,
      `${rollout.id}:restore-2`,
    ]);
    const { items } = await world.reads.listIncidents({}, { limit: 5 });
    expect(items).toHaveLength(1);
    expect(items[0].state).toBe('rolledBack');
  });

  it('takes back the last promoted release by deploying the one before', async () => {
    const world = await newWorld(id);
    const first = await world.submit();
    await world.untilState(first.id, 'promoted');
    const second = await world.submit({
      candidate: aCandidate({
        version: '1.2.0',
        artifacts: [{ name: 'p.tar.gz', os: 'linux', sha256: 'f'.repeat(64) }],
      }),
    });
    await world.untilState(second.id, 'promoted');
    const rollback = {
      control: 'rollback' as const,
      by: 'user:default/sre',
      reason: 'customers complain',
    };
    await expect(world.store.command(first.id, rollback)).rejects.toThrow(
      /payments-service 1.2.0 was promoted on .* after it/,
    );
    await world.store.command(second.id, rollback);
    await world.untilState(second.id, 'rolledBack');
    expect(world.target.current.stable?.version).toBe('1.1.0');
    expect(world.target.effects[world.target.effects.length - 1].key).toBe(
      `${second.id}:redeploy-1`,
    );
    expect(
      (await world.reads.listIncidents({}, { limit: 1 })).items[0],
    ).toMatchObject({
      exposurePercentAtDetection: 100,
      trigger: { kind: 'person', by: 'user:default/sre' },
      restored: { version: '1.1.0' },
    });
  });

  it('lets the releases of one target wait in line, and works on others meanwhile', async () => {
    const world = await newWorld(id);
    const first = await world.submit();
    const second = await world.submit({
      candidate: aCandidate({ version: '1.2.0' }),
    });
    const elsewhere = await world.submit({
      plan: aPlan({ target: 'memory:kiosk-fleet' }),
    });
    await world.until(first.id, ({ stepIndex }) => stepIndex === 1);
    expect((await world.reads.get(second.id)).state).toBe('pending');
    expect((await world.reads.get(elsewhere.id)).stepIndex).toBe(1);
    await world.untilState(second.id, 'promoted');
    expect(
      await world
        .knex('rollout')
        .orderBy('finished_at')
        .orderBy('seq')
        .pluck('id'),
    ).toEqual([first.id, elsewhere.id, second.id]);
  });

  it('passes a paused rollout before its start, but not one that holds the target', async () => {
    const world = await newWorld(id);
    const by = { by: 'user:default/sre', reason: 'wait' };
    const early = await world.submit();
    await world.store.command(early.id, { control: 'pause', ...by });
    const second = await world.submit();
    await world.until(second.id, inState('baking'));
    await world.store.command(second.id, { control: 'pause', ...by });
    await world.store.command(early.id, { control: 'resume', ...by });
    world.clock.advance(3600);
    await world.work();
    expect((await world.reads.get(early.id)).state).toBe('pending');
    expect(world.target.current.percent).toBe(10);

    await world.store.command(second.id, { control: 'resume', ...by });
    await world.untilState(early.id, 'promoted');
    expect((await world.reads.get(second.id)).state).toBe('promoted');
  });
});
