import { Candidate } from '@adaptive-delivery/plugin-release-common';
import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { TestWorld } from '../testing/TestWorld';
import { aCandidate, aPlan } from '../testing/fixtures';
import { Announcer } from './Announcer';
import { RolloutService } from './RolloutService';
import { TargetRegistry } from './TargetRegistry';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const DECISION = '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b01';
const DRIVER = 'component:default/printer-driver';
const AGENT = 'component:default/kiosk-agent';
const digest = (letter: string) => letter.repeat(64);

const parts: NonNullable<Candidate['parts']> = [
  {
    component: DRIVER,
    buildId: 'driver-9',
    version: '3.4.0',
    commit: '1'.repeat(40),
    artifacts: [{ name: 'd.cab', os: 'windows', sha256: digest('d') }],
  },
  {
    component: AGENT,
    buildId: 'agent-7',
    version: '5.8.2',
    commit: '2'.repeat(40),
    artifacts: [
      { name: 'agent-arm', os: 'arm', sha256: digest('a') },
      { name: 'agent-linux', os: 'linux', sha256: digest('f') },
    ],
  },
];
const plan = [
  aPlan({ component: DRIVER, os: 'windows', target: 'memory:driver' }),
  aPlan({ component: AGENT, os: 'arm', target: 'memory:fleet' }),
  aPlan({ component: AGENT, os: 'linux', target: 'memory:agent' }),
];

async function newBundle(id: TestDatabaseId) {
  const logger = mockServices.logger.mock();
  const world = await TestWorld.create(await databases.init(id), logger);
  world.decisions.change = {
    candidate: aCandidate({
      component: 'system:default/print-kiosk',
      artifacts: parts.flatMap(({ artifacts }) => artifacts),
      parts,
      manifest: {
        manifestId: 'print-kiosk:47',
        name: 'print-kiosk 2026.47',
        sha256: digest('9'),
      },
    }),
    plan,
  };
  for (const { os, target } of plan) {
    world.provider.target(target.split(':')[1]).abilities = {
      exposures: ['weight'],
      os,
      simulated: true,
    };
  }
  const signals = { publish: jest.fn() };
  const service = new RolloutService({
    store: world.store,
    reads: world.reads,
    decisions: world.decisions,
    targets: new TargetRegistry(new Map([['memory', world.provider]]), 100),
    clock: world.clock,
    announcer: new Announcer({ signals, logger }),
    logger,
  });
  const { items } = await service.create(DECISION);
  return { world, service, items };
}

describe.each(databases.eachSupportedId())('a bundle on %s', id => {
  it('goes out target by target, each with its own artifacts alone', async () => {
    const { world, service, items } = await newBundle(id);
    expect(
      items.map(({ entityRef, target, candidate }) => [
        entityRef,
        target,
        candidate.version,
        candidate.artifacts.map(({ name }) => name),
      ]),
    ).toEqual([
      [DRIVER, 'memory:driver', '3.4.0', ['d.cab']],
      [AGENT, 'memory:fleet', '5.8.2', ['agent-arm']],
      [AGENT, 'memory:agent', '5.8.2', ['agent-linux']],
    ]);
    const again = await service.create(DECISION);
    expect(again.created).toBe(false);
    expect(again.items.map(item => item.id)).toEqual(items.map(i => i.id));

    for (const item of items) {
      await world.untilState(item.id, 'promoted');
    }
    expect(world.provider.target('fleet').current.stable).toEqual({
      version: '5.8.2',
      sha256: [digest('a')],
    });
    expect(world.provider.target('driver').current.stable).toEqual({
      version: '3.4.0',
      sha256: [digest('d')],
    });
    const promoted = (await world.messages()).filter(({ key }) =>
      key.endsWith(':promoted'),
    );
    expect(promoted).toHaveLength(3);
  });

  it('takes back and quarantines what was bad, by the name of the bundle', async () => {
    const { world, items } = await newBundle(id);
    const [driver, fleet] = items;
    world.analyzer.script = look =>
      look.rolloutId === driver.id ? 'degraded' : 'healthy';
    await world.untilState(driver.id, 'rolledBack');
    await world.untilState(fleet.id, 'promoted');
    const said = (await world.messages()).find(({ path }) =>
      path.endsWith('/quarantine'),
    );
    expect(said?.body).toMatchObject({
      component: DRIVER,
      sha256: [digest('d')],
      reason:
        'printer-driver 3.4.0 (part of print-kiosk 2026.47) was taken back from memory:driver: The candidate is degraded.',
    });
    const { items: incidents } = await world.reads.listIncidents(
      { entityRef: DRIVER },
      { limit: 5 },
    );
    expect(incidents).toMatchObject([
      {
        candidate: {
          component: DRIVER,
          manifest: { name: 'print-kiosk 2026.47' },
        },
        quarantine: { sha256: [digest('d')] },
      },
    ]);
  });

  it('does not start while any of its digests is quarantined', async () => {
    const { world, items } = await newBundle(id);
    const asked: string[][] = [];
    world.decisions.quarantineOf = async (digests: string[]) => {
      asked.push(digests);
      return 'Digest dddd is quarantined.';
    };
    const refused = await world.untilState(items[1].id, 'refused');
    expect(refused.stateReason).toBe('Digest dddd is quarantined.');
    expect(asked[0]).toEqual([digest('d'), digest('a'), digest('f')]);
  });
});
