import { TestDatabases } from '@backstage/backend-test-utils';
import { MIGRATIONS } from '../testing/paths';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('migrations on %s', id => {
  it('go up, down without a trace, and up again', async () => {
    const knex = await databases.init(id);
    const migrate = { directory: MIGRATIONS };
    await knex.migrate.latest(migrate);
    await knex('target_lock').insert({
      target: 'memory:x',
      epoch: 1,
      rollout_id: null,
      lease_until: 0,
    });
    await knex.migrate.rollback(migrate, true);
    expect(await knex.schema.hasTable('target_lock')).toBe(false);
    expect(await knex.schema.hasTable('rollout')).toBe(false);
    await knex.migrate.latest(migrate);
    expect(await knex('target_lock')).toEqual([]);
  });
});
