import {
  Notifier,
  ReleaseNotice,
} from '@adaptive-delivery/plugin-release-node';
import {
  TestDatabaseId,
  TestDatabases,
  mockServices,
} from '@backstage/backend-test-utils';
import { DatabaseNoticeStore } from '../database';
import { TestWorld } from '../testing/TestWorld';
import { aRollout } from '../testing/fixtures';
import { NoticeDispatcher } from './NoticeDispatcher';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Takes notices, except the first few. */
class FlakyNotifier implements Notifier {
  readonly told: ReleaseNotice[] = [];

  constructor(readonly name: string, private failures: number) {}

  async notify(notice: ReleaseNotice) {
    if (this.failures-- > 0) throw new Error('the mail server is down');
    this.told.push(notice);
  }
}

async function incident(id: TestDatabaseId) {
  const logger = mockServices.logger.mock();
  const world = await TestWorld.create(await databases.init(id), logger, [
    'notifications',
    'mail',
  ]);
  const rollout = aRollout();
  await world.store.create(rollout.decisionId, [rollout]);
  await world.until(rollout.id, ({ state }) => state === 'baking');
  await world.store.command(rollout.id, {
    control: 'abort',
    by: 'user:default/sre',
    reason: 'It is slow.',
  });
  const dispatch = (...notifiers: Notifier[]) =>
    new NoticeDispatcher({
      store: new DatabaseNoticeStore({ knex: world.knex, clock: world.clock }),
      notifiers,
      logger,
    });
  const told = async () =>
    (await world.reads.listIncidents({}, { limit: 1 })).items[0].told.map(
      ({ via, what }) => `${via}: ${what}`,
    );
  return { world, logger, dispatch, told };
}

async function deliverAll(dispatcher: NoticeDispatcher) {
  while (await dispatcher.deliverDue());
}

describe.each(databases.eachSupportedId())('NoticeDispatcher on %s', id => {
  it('tells through every way, tries again where one fails, and says who was told', async () => {
    const { world, logger, dispatch, told } = await incident(id);
    const portal = new FlakyNotifier('notifications', 0);
    const mail = new FlakyNotifier('mail', 1);
    const dispatcher = dispatch(portal, mail);
    await deliverAll(dispatcher);
    expect(portal.told).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/payments-service',
        severity: 'high',
        title: 'payments-service 1.1.0 is being rolled back',
        description: 'It is slow.',
        link: '/catalog/default/component/payments-service/releases',
      }),
    ]);
    expect(await told()).toEqual([
      'notifications: payments-service 1.1.0 is being rolled back',
    ]);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('the mail server is down'),
    );

    await deliverAll(dispatcher);
    expect(mail.told).toEqual([]);
    await world.knex('notice').update({ due_at: 0 });
    await deliverAll(dispatcher);
    expect(mail.told).toHaveLength(1);
    expect(portal.told).toHaveLength(1);
    expect(await told()).toEqual([
      'notifications: payments-service 1.1.0 is being rolled back',
      'mail: payments-service 1.1.0 is being rolled back',
    ]);
  });

  it('keeps what cannot be told because its module is gone', async () => {
    const { world, dispatch, told } = await incident(id);
    await deliverAll(dispatch(new FlakyNotifier('notifications', 0)));
    expect(await told()).toEqual([
      'notifications: payments-service 1.1.0 is being rolled back',
    ]);
    expect(
      await world.knex('notice').whereNull('delivered_at').first(),
    ).toMatchObject({
      channel: 'mail',
      attempts: 1,
      last_error: 'mail is not installed any more',
    });
  });
});
