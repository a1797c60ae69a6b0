import {
  releaseDecisionApprovePermission,
  releaseDecisionOverridePermission,
  releaseDecisionPermissions,
  releaseDecisionReadPermission,
  releaseDecisionRejectPermission,
  rolloutPermissions,
  rolloutReadPermission,
} from '@adaptive-delivery/plugin-release-common';
import { readRoleSettings } from '@adaptive-delivery/plugin-release-node';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  Permission,
  createPermission,
} from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
import { createWithParents } from './withParents';

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
    readRoleSettings(new ConfigReader(configured)),
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
      readRoleSettings(new ConfigReader(configured)),
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

const approve = releaseDecisionApprovePermission;

async function decided(
  adaptiveDelivery: JsonObject,
  who: Who,
  permission: Permission = approve,
) {
  const settings = readRoleSettings(new ConfigReader({ adaptiveDelivery }));
  return new ReleasePermissionPolicy(settings).handle(
    { permission },
    people[who],
  );
}

const allow = { result: 'ALLOW' };
const deny = { result: 'DENY' };
const only = (...conditions: Array<[string, object]>) => {
  const all = conditions.map(([rule, params]) => ({
    rule,
    resourceType: 'release-decision',
    params,
  }));
  return {
    result: 'CONDITIONAL',
    pluginId: 'release-decision',
    resourceType: 'release-decision',
    conditions: all.length > 1 ? { allOf: all } : all[0],
  };
};
const owned = (who: Who): [string, object] => [
  'IS_ENTITY_OWNER',
  { claims: people[who]?.info.ownershipEntityRefs },
];

describe('a permission for some decisions', () => {
  const roles = {
    approver: ['group:default/owners', 'group:default/sre'],
    releaseManager: ['user:default/rosa'],
  };

  it('keeps people from approving and overriding what they wrote', async () => {
    const config = { roles, approvals: { notAuthor: true } };
    expect(await decided(config, 'owner')).toEqual(
      only(['IS_NOT_AUTHOR', { userRef: 'user:default/olga' }]),
    );
    expect(
      await decided(config, 'rosa', releaseDecisionOverridePermission),
    ).toEqual(only(['IS_NOT_AUTHOR', { userRef: 'user:default/rosa' }]));
    // Whoever wrote it may still say no.
    expect(
      await decided(config, 'owner', releaseDecisionRejectPermission),
    ).toEqual(allow);
    expect(await decided(config, 'anyone')).toEqual(deny);
  });

  it('goes as far up as the risk that a holder may answer for', async () => {
    const riskBelow = [{ holder: 'group:default/Owners', score: 60 }];
    const config = { roles, approvals: { riskBelow } };
    expect(await decided(config, 'owner')).toEqual(
      only(['HAS_RISK_BELOW', { score: 60 }]),
    );
    expect(await decided(config, 'sre')).toEqual(allow);
    expect(
      await decided(config, 'owner', releaseDecisionRejectPermission),
    ).toEqual(allow);
    // With everybody an approver, the ceiling of a group still holds for it.
    const open = { roles: { approver: ['*'] }, approvals: { riskBelow } };
    expect(await decided(open, 'owner')).toEqual(
      only(['HAS_RISK_BELOW', { score: 60 }]),
    );
    expect(await decided(open, 'anyone')).toEqual(allow);
  });

  it('is that of the owners where the role says so', async () => {
    const config = {
      roles: { viewer: ['group:default/sre', 'owner'], approver: ['owner'] },
      approvals: { notAuthor: true },
    };
    expect(
      await decided(config, 'owner', releaseDecisionReadPermission),
    ).toEqual(only(owned('owner')));
    expect(await decided(config, 'sre', releaseDecisionReadPermission)).toEqual(
      allow,
    );
    expect(await decided(config, 'owner')).toEqual(
      only(owned('owner'), ['IS_NOT_AUTHOR', { userRef: 'user:default/olga' }]),
    );
    // Rollouts are not about one decision, so the owner of what is not said.
    expect(await decided(config, 'owner', rolloutReadPermission)).toEqual(deny);
  });

  it('counts the groups above those of a person, as far as they are known', async () => {
    const settings = readRoleSettings(
      new ConfigReader({
        adaptiveDelivery: { roles: { approver: ['group:default/division'] } },
      }),
    );
    const catalog = { isUp: true };
    const logger = mockServices.logger.mock();
    const withParents = createWithParents(
      {
        withParents: async refs => {
          if (!catalog.isUp) throw new Error('no answer');
          return [...refs, 'group:default/division'];
        },
      },
      logger,
    );
    const policy = new ReleasePermissionPolicy(settings, withParents);
    const ask = () => policy.handle({ permission: approve }, people.owner);
    expect(await ask()).toEqual(allow);
    catalog.isUp = false;
    expect(await ask()).toEqual(deny);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('only the roles of their own groups count now'),
    );
  });
});

describe('the settings', () => {
  it.each<[JsonObject, string]>([
    [
      { roles: { viewers: ['*'] } },
      'adaptiveDelivery.roles.viewers is no role',
    ],
    [
      { roles: { approver: ['sre'] } },
      'adaptiveDelivery.roles.approver[0] is "sre"',
    ],
    [
      { roles: { operator: ['owner'] } },
      'adaptiveDelivery.roles.operator[0] is "owner"',
    ],
    [
      { roles: { operator: ['group:default/a', 'component:default/b'] } },
      'adaptiveDelivery.roles.operator[1] is "component:default/b"',
    ],
    [
      { approvals: { riskBelow: [{ holder: 'sre', score: 50 }] } },
      'adaptiveDelivery.approvals.riskBelow[0].holder is "sre"',
    ],
    [
      { approvals: { riskBelow: [{ holder: 'group:default/a', score: 150 }] } },
      'adaptiveDelivery.approvals.riskBelow[0].score is 150',
    ],
  ])('are refused for %j, naming the key', (adaptiveDelivery, message) => {
    expect(() =>
      readRoleSettings(new ConfigReader({ adaptiveDelivery })),
    ).toThrow(message);
  });

  it('let everybody view and nobody act when nothing is configured', () => {
    const { roles, rules } = readRoleSettings(new ConfigReader({}));
    expect([...roles.viewer]).toEqual(['*']);
    const { viewer, ...others } = roles;
    expect(Object.values(others).map(holders => holders.size)).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(rules).toEqual({ notAuthor: false, riskBelow: new Map() });
  });

  it('can keep the releases from people outside a group', async () => {
    const config = { roles: { viewer: ['group:default/sre'] } };
    const read = releaseDecisionReadPermission;
    expect(await decided(config, 'sre', read)).toEqual(allow);
    expect(await decided(config, 'anyone', read)).toEqual(deny);
  });
});
