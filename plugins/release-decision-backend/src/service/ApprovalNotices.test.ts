import { TestDatabases } from '@backstage/backend-test-utils';
import { release, submit } from '../__testUtils__/calls';
import {
  createTestPortal,
  paymentsEntity,
} from '../__testUtils__/createTestPortal';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const open = async (entities = [paymentsEntity]) =>
  createTestPortal({
    knex: await databases.init('SQLITE_3'),
    mode: 'advisory',
    entities,
  });

it('tells those who can approve, once', async () => {
  const portal = await open();
  const record = await submit(portal, release(1));
  await portal.notices.run();
  await portal.notices.run();
  expect(portal.notifications.send).toHaveBeenCalledTimes(1);
  expect(portal.notifications.send).toHaveBeenCalledWith({
    recipients: { type: 'entity', entityRef: ['group:default/payments'] },
    payload: expect.objectContaining({
      title: 'component:default/payments-service 2.1.0 waits for your approval',
      severity: 'high',
      scope: `release-approval:${record.id}`,
    }),
  });
});

it('tries again what failed, not for ever, and keeps the decision', async () => {
  const portal = await open();
  portal.notifications.send.mockRejectedValue(new Error('no mail today'));
  const { id } = await submit(portal, release(1));
  for (let i = 0; i < 8; i++) await portal.notices.run();
  expect(portal.notifications.send).toHaveBeenCalledTimes(5);
  const { body } = await portal.as('owner').get(`/v1/decisions/${id}`);
  expect(body).toMatchObject({ state: 'awaitingApproval', revision: 0 });

  portal.notifications.send.mockResolvedValue(undefined);
  await submit(portal, release(2));
  await portal.notices.run();
  expect(portal.notifications.send).toHaveBeenCalledTimes(6);
});

it('sends nothing when nobody holds the role', async () => {
  const portal = await open([{ ...paymentsEntity, relations: [] }]);
  await submit(portal, release(1));
  await portal.notices.run();
  expect(portal.notifications.send).not.toHaveBeenCalled();
});
