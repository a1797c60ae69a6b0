import {
  releaseDecisionPermissions,
  rolloutPermissions,
} from '@adaptive-delivery/plugin-release-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { createPermission } from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
import { readRoles } from './roles';

const configured = {
  adaptiveDelivery: {
    roles: {
      approver: ['group:default/owners', 'group:default/sre'],
      operator: ['group:default/SRE'],
      releaseManager: ['user:default/rosa'],
      policyAuthor: ['*'],
      administrator: ['group:default/platform'],
    },
  },
};

function person(name: string, ...groups: string[]): PolicyQueryUser {
  const userEntityRef = `user:default/${name}`;
  return {
    credentials: mockCredentials.user(userEntityRef),
    info: {
      userEntityRef,
      ownershipEntityRefs: [
        userEntityRef,
        ...groups.map(group => `group:default/${group}`),
      ],
    },
  };
}

const people = {
  nobody: undefined,
  anyone: person('anyone'),
  owner: person('olga', 'owners'),
  sre: person('sam', 'sre'),
  rosa: person('rosa'),
  admin: person('ada', 'platform'),
};
type Who = keyof typeof people;

async function allowedFor(name: string, action?: 'read' | 'update') {
  const policy = new ReleasePermissionPolicy(
    readRoles(new ConfigReader(configured)),
  );
  const known = [...releaseDecisionPermissions, ...rolloutPermissions].find(
    p => p.name === name,
  );
  const permission =
    known ?? createPermission({ name, attributes: action ? { action } : {} });
  const result: Who[] = [];
  for (const who of Object.keys(people) as Who[]) {
    const answer = await policy.handle({ permission }, people[who]);
    if (answer.result === 'ALLOW') result.push(who);
  }
  return result;
}

const signedIn: Who[] = ['anyone', 'owner', 'sre', 'rosa', 'admin'];

describe('ReleasePermissionPolicy', () => {
  it.each<[string, Who[]]>([
    ['release.decision.read', signedIn],
    ['rollout.read', signedIn],
    ['policy.read', signedIn],
    ['release.decision.approve', ['owner', 'sre']],
    ['release.decision.reject', ['owner', 'sre']],
    ['rollout.control', ['sre']],
    ['rollback.execute', ['sre']],
    ['release.decision.override', ['rosa']],
    ['quarantine.lift', ['rosa']],
    ['policy.propose', signedIn],
    ['release.decision.submit', []],
    // Not in the table: nobody, whatever it may come to mean.
    ['release.decision.purge', []],
    ['rollout.skip', []],
    ['quarantine.create', []],
    ['catalog.entity.create', signedIn],
    ['catalog.location.delete', ['admin']],
    ['catalog.ingestion.manage', ['admin']],
    ['scaffolder.task.create', signedIn],
    ['scaffolder.template.management', ['admin']],
    ['some.other.change', ['admin']],
  ])('%s is allowed to %j', async (name, expected) => {
    expect(await allowedFor(name)).toEqual(expected);
  });

  it('has an answer for every release permission that exists', async () => {
    for (const { name } of [
      ...releaseDecisionPermissions,
      ...rolloutPermissions,
    ]) {
      if (name === 'release.decision.submit') continue;
      expect([name, (await allowedFor(name)).length]).not.toEqual([name, 0]);
    }
  });

  it('lets signed-in people read the rest of the portal, and nobody else', async () => {
    expect(await allowedFor('catalog.entity.read', 'read')).toEqual(signedIn);
    expect(await allowedFor('plugin.thing.read', 'read')).toEqual(signedIn);
    expect(await allowedFor('plugin.thing.change', 'update')).toEqual([
      'admin',
    ]);
  });

  it('lets people take away only what is theirs', async () => {
    const policy = new ReleasePermissionPolicy(
      readRoles(new ConfigReader(configured)),
    );
    const ask = (name: string, who: Who) =>
      policy.handle(
        { permission: createPermission({ name, attributes: {} }) },
        people[who],
      );
    expect(await ask('catalog.entity.delete', 'owner')).toMatchObject({
      result: 'CONDITIONAL',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        params: { claims: ['user:default/olga', 'group:default/owners'] },
      },
    });
    expect(await ask('scaffolder.task.cancel', 'owner')).toMatchObject({
      result: 'CONDITIONAL',
      conditions: {
        rule: 'IS_TASK_OWNER',
        params: { createdBy: ['user:default/olga'] },
      },
    });
    for (const name of ['catalog.entity.delete', 'scaffolder.task.cancel']) {
      expect(await ask(name, 'admin')).toEqual({ result: 'ALLOW' });
      expect(await ask(name, 'nobody')).toEqual({ result: 'DENY' });
    }
  });
});

describe('readRoles', () => {
  it.each([
    [{ viewers: ['*'] }, 'adaptiveDelivery.roles.viewers is no role'],
    [{ approver: ['sre'] }, 'adaptiveDelivery.roles.approver[0] is "sre"'],
    [
      { operator: ['group:default/a', 'component:default/b'] },
      'adaptiveDelivery.roles.operator[1] is "component:default/b"',
    ],
  ])('refuses %j and names the key', (roles, message) => {
    expect(() =>
      readRoles(new ConfigReader({ adaptiveDelivery: { roles } })),
    ).toThrow(message);
  });

  it('lets everybody view and nobody act when nothing is configured', () => {
    const roles = readRoles(new ConfigReader({}));
    expect([...roles.viewer]).toEqual(['*']);
    const { viewer, ...others } = roles;
    expect(Object.values(others).map(holders => holders.size)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('can keep the releases from people outside a group', async () => {
    const policy = new ReleasePermissionPolicy(
      readRoles(
        new ConfigReader({
          adaptiveDelivery: { roles: { viewer: ['group:default/sre'] } },
        }),
      ),
    );
    const permission = releaseDecisionPermissions[0];
    expect(await policy.handle({ permission }, people.sre)).toEqual({
      result: 'ALLOW',
    });
    expect(await policy.handle({ permission }, people.anyone)).toEqual({
      result: 'DENY',
    });
  });
});
