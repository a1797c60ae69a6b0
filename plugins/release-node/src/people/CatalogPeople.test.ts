import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogPeople } from './CatalogPeople';

function entity(
  kind: string,
  name: string,
  relation?: [type: string, targetRef: string],
  email?: unknown,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: email === undefined ? {} : { profile: { email } as never },
    relations: relation
      ? [{ type: relation[0], targetRef: relation[1] }]
      : undefined,
  };
}

const group = (name: string, parent?: string) =>
  entity(
    'Group',
    name,
    parent ? ['childOf', `group:default/${parent}`] : undefined,
  );

const user = (name: string, team: string, email?: unknown) =>
  entity('User', name, ['memberOf', `group:default/${team}`], email);

function peopleOf(entities: Entity[]) {
  const catalog = catalogServiceMock({ entities });
  const byRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const time = { now: 0 };
  const people = new CatalogPeople({
    catalog,
    auth: mockServices.auth(),
    now: () => time.now,
  });
  return { people, byRefs, time };
}

describe('a person of the catalog', () => {
  const organization = [
    user('ann', 'payments', 'Ann@Example.com'),
    user('ben', 'payments'),
    user('odd', 'payments', 7),
    group('payments', 'kiosks'),
    group('kiosks', 'retail'),
    group('retail'),
  ];

  it('is known with their address and every group above theirs', async () => {
    const { people } = peopleOf(organization);
    expect(await people.find('user:default/ann')).toEqual({
      ref: 'user:default/ann',
      email: 'ann@example.com',
      ownershipRefs: [
        'user:default/ann',
        'group:default/payments',
        'group:default/kiosks',
        'group:default/retail',
      ],
    });
    expect(await people.find('user:default/ben')).toMatchObject({
      email: null,
    });
    expect(await people.find('user:default/odd')).toMatchObject({
      email: null,
    });
  });

  it.each(['user:default/nobody', 'group:default/payments', 'ann', ':::', ''])(
    'is not %j',
    async ref => {
      const { people } = peopleOf(organization);
      expect(await people.find(ref)).toBeNull();
    },
  );

  it('stays in the groups that are known for a minute only', async () => {
    const { people, byRefs, time } = peopleOf(organization);
    const ask = () => people.withParents(['group:default/kiosks']);
    await ask();
    const first = byRefs.mock.calls.length;
    time.now = 59_000;
    expect(await ask()).toEqual([
      'group:default/kiosks',
      'group:default/retail',
    ]);
    expect(byRefs.mock.calls.length).toBe(first);
    time.now = 60_001;
    await ask();
    expect(byRefs.mock.calls.length).toBeGreaterThan(first);
  });

  it('comes to an end where groups are above each other in a circle', async () => {
    const { people } = peopleOf([group('a', 'b'), group('b', 'a')]);
    expect(await people.withParents(['group:default/a'])).toEqual([
      'group:default/a',
      'group:default/b',
    ]);
  });
});

describe('the users of an address', () => {
  it('are found without regard to case, all of them, and no others', async () => {
    const { people } = peopleOf([
      user('ann', 'payments', 'Ann@Example.com'),
      user('ann-marie', 'payments', 'ann@example.com'),
      user('ben', 'payments', 'ben@example.com'),
      entity('Group', 'ann', undefined, 'ann@example.com'),
    ]);
    const found = await people.byEmail([
      'ANN@example.COM',
      'ben@example.com',
      'nobody@example.com',
    ]);
    expect(found.get('ann@example.com')?.sort()).toEqual([
      'user:default/ann',
      'user:default/ann-marie',
    ]);
    expect(found.get('ben@example.com')).toEqual(['user:default/ben']);
    expect(found.get('nobody@example.com')).toEqual([]);
    expect(await people.byEmail([])).toEqual(new Map());
  });

  it('are asked for in questions of a bounded length', async () => {
    const everybody = Array.from({ length: 230 }, (_, n) =>
      user(`u${n}`, 'payments', `u${n}@example.com`),
    );
    const catalog = catalogServiceMock({ entities: everybody });
    const ask = jest.spyOn(catalog, 'getEntities');
    const people = new CatalogPeople({ catalog, auth: mockServices.auth() });
    const found = await people.byEmail(
      everybody.map((_, n) => `u${n}@example.com`),
    );
    expect(ask).toHaveBeenCalledTimes(3);
    expect([...found.values()].every(refs => refs.length === 1)).toBe(true);
  });
});
