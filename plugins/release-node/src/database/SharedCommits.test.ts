import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { SharedCommits } from './SharedCommits';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(id: Parameters<typeof databases.init>[0]) {
  const knex = await databases.init(id);
  await knex.schema.createTable('things', table => {
    table.string('name', 20).primary();
  });
  const commits: string[] = [];
  knex.on('query', ({ sql }: { sql: string }) => {
    if (/^commit/i.test(sql)) commits.push(sql);
  });
  const names = async () =>
    (await knex('things').orderBy('name').select('name')).map(
      ({ name }) => name,
    );
  return { knex, shared: new SharedCommits(knex), names, commits };
}

const add = (name: string) => async (trx: Knex.Transaction) => {
  await trx('things').insert({ name });
  return name;
};

const addAndFail = (name: string) => async (trx: Knex.Transaction) => {
  await trx('things').insert({ name });
  throw new Error(`${name} went wrong`);
};

describe.each(databases.eachSupportedId())('SharedCommits on %s', id => {
  it('keeps what went well, whatever else failed beside it', async () => {
    const { shared, names } = await setUp(id);
    const results = await Promise.allSettled([
      shared.run(add('a')),
      shared.run(addAndFail('b')),
      shared.run(add('c')),
      shared.run(async trx => {
        await trx('things').insert([{ name: 'd' }, { name: 'd' }]);
      }),
      shared.run(add('e')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(results[0]).toMatchObject({ value: 'a' });
    expect(results[1]).toMatchObject({ reason: new Error('b went wrong') });
    expect(await names()).toEqual(['a', 'c', 'e']);
  });

  it('takes work that comes later, and while it writes', async () => {
    const { shared, names } = await setUp(id);
    await shared.run(add('a'));
    const first = shared.run(add('b'));
    await new Promise(setImmediate);
    await Promise.all([first, shared.run(add('c'))]);
    expect(await names()).toEqual(['a', 'b', 'c']);
  });
});

it('commits once for what comes together on SQLite, ten at most', async () => {
  const { shared, commits, names } = await setUp('SQLITE_3');
  const all = Array.from({ length: 15 }, (_, i) => `n${i + 10}`);
  await Promise.all(all.map(name => shared.run(add(name))));
  expect(await names()).toEqual(all);
  expect(commits).toHaveLength(2);
});

it('answers nobody before the commit, and nobody well when it fails', async () => {
  const { knex, shared } = await setUp('SQLITE_3');
  // Checked at the commit only.
  await knex.raw(
    'create table parts (of varchar(20) references things(name) deferrable initially deferred)',
  );
  await knex.raw('pragma foreign_keys = on');
  const results = await Promise.allSettled([
    shared.run(add('a')),
    shared.run(trx => trx('parts').insert({ of: 'nobody' })),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await knex('things')).toEqual([]);
  await shared.run(add('b'));
  expect(await knex('things')).toEqual([{ name: 'b' }]);
});
