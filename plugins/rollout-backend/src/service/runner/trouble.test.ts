import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { TestWorld } from '../../testing/TestWorld';
import { Rollout } from '../../domain';
import { aPlan, aStep, aVerdict } from '../../testing/fixtures';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const newWorld = async () =>
  TestWorld.create(
    await databases.init('SQLITE_3'),
    mockServices.logger.mock(),
  );

const inState =
  (...states: Rollout['state'][]) =>
  (rollout: Rollout) =>
    states.includes(rollout.state);

describe('RolloutRunner in trouble', () => {
  it('holds while the analyzer does not answer, and never promotes on silence', async () => {
    const world = await newWorld();
    world.analyzer.script = () =>
      new Error('canary-analyzer cannot be reached');
    const rollout = await world.submit();
    await world.until(rollout.id, ({ hold }) => (hold?.attempts ?? 0) >= 8);
    const held = await world.reads.get(rollout.id);
    expect(held).toMatchObject({ state: 'judging', look: 0, percent: 10 });
    expect(await world.kinds(rollout.id)).toEqual([
      'created',
      'started',
      'exposure',
      'held',
    ]);

    world.analyzer.script = () => 'healthy';
    await world.untilState(rollout.id, 'promoted');
    expect(
      world.analyzer.asked[world.analyzer.asked.length - 1].id,
    ).toMatchObject({
      step: 1,
    });
  });

  it.each([
    [
      'of another rollout',
      { rolloutId: '9d9e4f0e-2f3f-4a4e-8a6b-0f8f2f1f0a01' },
    ],
    ['of another step', { step: 3 }],
    ['of another look', { look: 9 }],
    [
      'that promotes without being healthy',
      { verdict: 'promote', cause: 'noData' },
    ],
    [
      'that promotes with too few samples',
      { samples: { candidate: 3, required: 100 } },
    ],
    [
      'that promotes with no samples',
      { samples: { candidate: null, required: 100 } },
    ],
  ] as const)('holds on a verdict %s', async (_name, wrong) => {
    const world = await newWorld();
    world.analyzer.script = (look, request) =>
      aVerdict(look, 'healthy', request.window, wrong);
    const rollout = await world.submit();
    const held = await world.until(rollout.id, ({ hold }) => hold !== null);
    expect(held).toMatchObject({ state: 'judging', look: 0, stepIndex: 0 });
    expect(held.stateReason).toContain('cannot be used');
  });

  it('holds the same look while the metric source is down, however long', async () => {
    const world = await newWorld();
    world.analyzer.script = () => 'sourceUnavailable';
    const rollout = await world.submit();
    const held = await world.until(
      rollout.id,
      ({ hold }) => (hold?.attempts ?? 0) >= 6,
    );
    expect(held).toMatchObject({ state: 'judging', look: 0, percent: 10 });

    world.analyzer.script = () => 'healthy';
    await world.untilState(rollout.id, 'promoted');
  });

  it('asks a person after the last look without data, with the exposure kept', async () => {
    const world = await newWorld();
    world.analyzer.script = () => 'noData';
    const rollout = await world.submit();
    const paused = await world.untilState(rollout.id, 'paused');
    expect(paused).toMatchObject({ look: 4, percent: 10, stepIndex: 0 });
    expect(world.target.current.percent).toBe(10);
    expect(await world.knex('notice').pluck('key')).toEqual([
      `${rollout.id}:paused:0:4`,
    ]);
  });

  it('freezes with its exposure where an automatic rollback is forbidden', async () => {
    const world = await newWorld();
    world.analyzer.script = () => 'degraded';
    const rollout = await world.submit({
      plan: aPlan({ onBadVerdict: 'freeze' }),
    });
    await world.untilState(rollout.id, 'frozen');
    world.clock.advance(3600);
    await world.work();
    expect(world.target.current.percent).toBe(10);
    expect(
      (await world.reads.listIncidents({}, { limit: 1 })).items[0],
    ).toMatchObject({
      state: 'frozen',
      quarantine: null,
    });

    await world.store.command(rollout.id, {
      control: 'abort',
      by: 'user:default/sre',
      reason: 'back all the same',
    });
    await world.untilState(rollout.id, 'rolledBack');
    expect(world.target.current.percent).toBe(0);
  });

  describe.each(['refuse', 'late', 'hang'] as const)(
    'when an apply goes wrong (%s)',
    trouble => {
      it('does each key once all the same', async () => {
        const world = await newWorld();
        world.target.troubles.push(trouble, trouble);
        const rollout = await world.submit();
        await world.untilState(rollout.id, 'promoted');
        expect(world.target.effects.map(effect => effect.key)).toEqual([
          `${rollout.id}:step-0`,
          `${rollout.id}:step-1`,
          `${rollout.id}:promote`,
        ]);
        expect(await world.kinds(rollout.id)).toContain('held');
      });
    },
  );

  it.each<[string, (world: TestWorld) => Partial<Rollout>, RegExp]>([
    [
      'no driver is installed',
      () => ({ plan: aPlan({ target: 'kubernetes:prod/payments' }) }),
      /No driver "kubernetes" is installed.*installed: memory/,
    ],
    [
      'the target cannot expose that way',
      () => ({
        plan: aPlan({
          steps: [aStep({ exposure: { kind: 'slot', percent: 100 } })],
        }),
      }),
      /cannot expose by slot/,
    ],
    [
      'the plan has no steps',
      () => ({ plan: aPlan({ steps: [] }) }),
      /has no steps/,
    ],
    [
      'the decision was superseded meanwhile',
      world => {
        world.decisions.state = 'superseded';
        return {};
      },
      /is superseded by now/,
    ],
    [
      'the decision waits for the end of a freeze window',
      world => {
        world.decisions.releaseAfter = '2026-11-30T05:00:00.000Z';
        return {};
      },
      /waits until 2026-11-30T05:00:00\.000Z for the end of a freeze window/,
    ],
    [
      'decide has quarantined the digest',
      world => {
        world.decisions.quarantined = 'Digest aaa is quarantined';
        return {};
      },
      /Digest aaa is quarantined/,
    ],
  ])('refuses to start when %s', async (_name, prepare, words) => {
    const world = await newWorld();
    const rollout = await world.submit(prepare(world));
    const refused = await world.untilState(rollout.id, 'refused');
    expect(refused.stateReason).toMatch(words);
    expect(world.target.effects).toEqual([]);
    expect((await world.messages()).map(message => message.key)).toEqual([
      `${rollout.id}:refused`,
    ]);
  });

  it('holds before the start while decide does not answer', async () => {
    const world = await newWorld();
    world.decisions.failure = new Error('release-decision cannot be reached');
    const rollout = await world.submit();
    await world.until(rollout.id, ({ hold }) => hold?.attempts === 2);
    expect(world.target.effects).toEqual([]);
    world.decisions.failure = null;
    await world.untilState(rollout.id, 'promoted');
  });

  it('asks a person when somebody changed the target from outside', async () => {
    const world = await newWorld();
    const rollout = await world.submit();
    await world.until(rollout.id, inState('baking'));
    world.target.tamper({ candidate: null, percent: 0, lastKey: 'by-hand' });
    const paused = await world.untilState(rollout.id, 'paused');
    expect(paused.stateReason).toMatch(/not as step 1 left it.*by-hand/);
    expect(world.analyzer.asked).toEqual([]);
  });

  it('takes a target with a newer epoch over only when a person says so', async () => {
    const world = await newWorld();
    world.target.tamper({ epoch: 57 });
    const rollout = await world.submit();
    const paused = await world.untilState(rollout.id, 'paused');
    expect(paused.stateReason).toContain('obeys epoch 57');
    expect(world.target.effects).toEqual([]);
    await world.store.command(rollout.id, {
      control: 'resume',
      by: 'user:default/sre',
      reason: 'the backup was restored',
    });
    await world.untilState(rollout.id, 'promoted');
    expect(world.target.effects[0].epoch).toBeGreaterThan(57);
  });
});
