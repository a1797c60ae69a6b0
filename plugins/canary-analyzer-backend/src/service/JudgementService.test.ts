import { parseContract } from '@adaptive-delivery/plugin-release-common';
import {
  MetricSource,
  SourceUnavailableError,
  findBrokenLedgerRow,
} from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { meanMetric, profileOf, ratioMetric } from '../__testUtils__/evidence';
import {
  NOW,
  ROLLOUT_ID,
  answering,
  requestOf,
} from '../__testUtils__/request';
import { DatabaseVerdictStore } from '../database';
import { JudgementService } from './JudgementService';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const look = (number: number) => ({
  rolloutId: ROLLOUT_ID,
  step: 1,
  look: number,
});

async function setUp(id: TestDatabaseId) {
  const knex = await databases.init(id);
  const source: MetricSource = {
    name: 'Test source',
    queryRange: answering(0),
  };
  const store = await DatabaseVerdictStore.create({
    database: mockServices.database({ knex }),
  });
  const service = new JudgementService({
    store,
    source,
    clock: { now: () => new Date(NOW), pace: () => 1 },
  });
  const switchTo = (queryRange: MetricSource['queryRange']) => {
    source.queryRange = queryRange;
  };
  return { knex, service, switchTo };
}

const down: MetricSource['queryRange'] = async () => {
  throw new SourceUnavailableError('Test source', 'connection refused');
};

describe.each(databases.eachSupportedId())('JudgementService on %s', id => {
  it('gives the same verdict for the same look, whatever the series say by then', async () => {
    const { knex, service, switchTo } = await setUp(id);
    const given = await service.judgeLook(look(0), requestOf());
    expect(parseContract('verdict', given)).toMatchObject({
      ...look(0),
      verdict: 'promote',
      cause: 'healthy',
      judgedAt: NOW,
    });

    switchTo(answering(0.5));
    await expect(service.judgeLook(look(0), requestOf())).resolves.toEqual(
      given,
    );
    const later = requestOf({
      window: { ...requestOf().window, end: '2026-11-23T15:06:00.000Z' },
    });
    await expect(service.judgeLook(look(0), later)).resolves.toEqual(given);

    const next = await service.judgeLook(look(1), requestOf());
    expect(next).toMatchObject({ verdict: 'rollback', cause: 'degraded' });
    expect((await service.ledger({ limit: 10 })).items).toMatchObject([
      { kind: 'verdict.promote', subject: ROLLOUT_ID },
      { kind: 'verdict.rollback', subject: ROLLOUT_ID },
    ]);
    expect(await findBrokenLedgerRow(knex)).toBeNull();
  });

  it('refuses another question under the same look', async () => {
    const { service } = await setUp(id);
    await service.judgeLook(look(0), requestOf());
    const { arms, window } = requestOf();
    for (const over of [
      { minSamples: 501 },
      { profile: profileOf(ratioMetric({ alpha: 0.02 })) },
      { arms: { ...arms, candidate: { ...arms.candidate, version: '2' } } },
      { window: { ...window, start: '2026-11-23T15:00:01.000Z' } },
    ]) {
      await expect(
        service.judgeLook(look(0), requestOf(over)),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    }
    expect((await service.list(ROLLOUT_ID, { limit: 10 })).items).toHaveLength(
      1,
    );
  });

  it('keeps nothing while the source is down, and judges the look once it is back', async () => {
    const { service, switchTo } = await setUp(id);
    switchTo(down);
    await expect(
      service.judgeLook(look(0), requestOf()),
    ).resolves.toMatchObject({
      verdict: 'slow',
      cause: 'sourceUnavailable',
      words: expect.stringContaining('connection refused'),
    });
    expect((await service.list(ROLLOUT_ID, { limit: 10 })).items).toEqual([]);
    expect((await service.ledger({ limit: 10 })).items).toEqual([]);

    switchTo(answering(0));
    await expect(
      service.judgeLook(look(0), requestOf()),
    ).resolves.toMatchObject({ verdict: 'promote' });
  });

  it('lets one of several simultaneous askers win, and tells all the same', async () => {
    const { service } = await setUp(id);
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, () => service.judgeLook(look(0), requestOf())),
    );
    expect(new Set(verdicts.map(v => v.verdictId)).size).toBe(1);
    expect((await service.ledger({ limit: 10 })).items).toHaveLength(1);
  });

  it('pages through the verdicts of one rollout, oldest first', async () => {
    const { service } = await setUp(id);
    const other = '6b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140';
    for (const number of [0, 1, 2]) {
      await service.judgeLook(look(number), requestOf());
      await service.judgeLook(
        { ...look(number), rolloutId: other },
        requestOf(),
      );
    }
    const first = await service.list(ROLLOUT_ID, { limit: 2 });
    const second = await service.list(ROLLOUT_ID, {
      limit: 2,
      cursor: first.nextCursor ?? undefined,
    });
    expect([...first.items, ...second.items].map(v => v.look)).toEqual([
      0, 1, 2,
    ]);
    expect(second.nextCursor).toBeNull();
  });
});

describe('JudgementService', () => {
  it.each([
    [
      'arms that nothing tells apart',
      { arms: { candidate: { track: 'a' }, baseline: { component: 'x' } } },
      'arms',
    ],
    [
      'a metric that stands twice',
      { profile: profileOf(ratioMetric(), meanMetric(), ratioMetric()) },
      'profile.metrics[2].name',
    ],
  ])('refuses %s', async (_, over, path) => {
    const { service } = await setUp('SQLITE_3');
    for (const judged of [
      service.judgeLook(look(0), requestOf(over)),
      service.judgeOnce(requestOf(over)),
    ]) {
      await expect(judged).rejects.toMatchObject({
        name: 'ContractError',
        faults: [{ path }],
      });
    }
  });
});
