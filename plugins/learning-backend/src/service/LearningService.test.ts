import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { decisionOf, exampleOf, idOf } from '../__testUtils__/examples';
import { DatabaseExampleStore } from '../database';
import { LearningService } from './LearningService';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(id: TestDatabaseId) {
  const knex = await databases.init(id);
  const service = new LearningService({
    store: await DatabaseExampleStore.create({
      database: mockServices.database({ knex }),
    }),
    clock: { now: () => new Date('2026-11-23T17:00:00Z'), pace: () => 1 },
  });
  const tell = (...[decision, kind]: Parameters<typeof exampleOf>) =>
    service.tell(decision.decisionId, exampleOf(decision, kind));
  return { knex, service, tell };
}

describe.each(databases.eachSupportedId())('LearningService on %s', id => {
  it('joins a decision with its outcome, in whatever order and how often they come', async () => {
    const { knex, service, tell } = await setUp(id);
    await tell(decisionOf(1));
    await tell(decisionOf(1));
    await tell(decisionOf(1), 'rolledBack');
    await tell(decisionOf(1));
    await tell(decisionOf(2), 'promoted');
    await expect(tell(decisionOf(2))).resolves.toMatchObject({
      change: 'none',
      example: { outcome: { kind: 'promoted' } },
    });
    await expect(service.outcomes({ limit: 10 })).resolves.toMatchObject({
      items: [
        {
          policyVersion: 'default-1',
          since: '2026-11-23T14:12:09.000Z',
          bands: [
            { band: 'low', decided: 0 },
            { band: 'medium', decided: 0 },
            { band: 'high', decided: 2, promoted: 1, rolledBack: 1, other: 0 },
            { band: 'critical', decided: 0 },
          ],
        },
      ],
      nextCursor: null,
    });
    expect((await service.ledger({ limit: 10 })).items).toMatchObject([
      { kind: 'example.recorded', subject: idOf(1) },
      { kind: 'example.outcome', subject: idOf(1) },
      { kind: 'example.outcome', subject: idOf(2) },
    ]);
    expect(await findBrokenLedgerRow(knex)).toBeNull();
  });

  it('refuses another decision under the same id and keeps the first', async () => {
    const { service, tell } = await setUp(id);
    await tell(decisionOf(1));
    await expect(
      tell(decisionOf(1, { band: 'low' }), 'promoted'),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    const [{ bands }] = (await service.outcomes({ limit: 10 })).items;
    expect(bands[2]).toMatchObject({ band: 'high', decided: 1, other: 1 });
    expect((await service.ledger({ limit: 10 })).items).toHaveLength(1);
  });

  it('counts a decision once, however many tell of it at a time', async () => {
    const { service, tell } = await setUp(id);
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        tell(decisionOf(1), i % 2 ? 'promoted' : null),
      ),
    );
    const { bands } = await service.health();
    expect(bands[2]).toMatchObject({ decided: 1, finished: 1, rolledBack: 0 });
    const { items } = await service.ledger({ limit: 10 });
    expect(items.filter(row => row.kind === 'example.outcome')).toHaveLength(1);
  });

  it('pages through the policies, the newest first', async () => {
    const { service, tell } = await setUp(id);
    const days = [
      '2026-11-01T00:00:00Z',
      '2026-11-02T00:00:00.5Z',
      '2026-11-02T00:00:00.5Z',
      '2026-11-03T00:00:00Z',
    ];
    for (const [n, decidedAt] of days.entries()) {
      await tell(decisionOf(n, { policy: `p${n}`, decidedAt }));
      await tell(
        decisionOf(n + 10, {
          policy: `p${n}`,
          decidedAt: '2026-11-20T00:00:00Z',
        }),
      );
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.outcomes({ limit: 1, cursor });
      seen.push(...page.items.map(({ policyVersion }) => policyVersion));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(4);
    expect(seen[0]).toBe('p3-1');
    expect(seen.slice(1, 3).sort()).toEqual(['p1-1', 'p2-1']);
    expect(seen[3]).toBe('p0-1');
    expect((await service.health()).since).toBe('2026-11-01T00:00:00.000Z');
  });

  it('is empty before there is anything', async () => {
    const { service } = await setUp(id);
    await expect(service.outcomes({ limit: 10 })).resolves.toEqual({
      items: [],
      nextCursor: null,
    });
    await expect(service.health()).resolves.toMatchObject({ since: null });
  });
});
