import {
  ApprovalDesk,
  DecisionChannel,
  DecisionNotice,
  RoleSettings,
  readRoleSettings,
} from '@adaptive-delivery/plugin-release-node';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { answerAs, release, report, submit } from '../__testUtils__/calls';
import {
  TestPortal,
  createTestPortal,
} from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';
import { ChannelRegistry } from './ChannelRegistry';
import { openChannels } from './openChannels';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** A place that takes notices, unless it is down. */
class RecordingChannel implements DecisionChannel {
  isDown = false;
  readonly told: string[] = [];
  desk: ApprovalDesk | undefined;

  constructor(readonly name: string) {}

  open(desk: ApprovalDesk) {
    this.desk = desk;
  }

  async deliver(notice: DecisionNotice) {
    if (this.isDown) throw new Error('the line is dead');
    const record = await this.desk?.find(notice.decisionId);
    this.told.push(`${notice.revision} ${record?.state}`);
  }
}

const settings = (approver: string[]): RoleSettings =>
  readRoleSettings(
    mockServices.rootConfig({
      data: { adaptiveDelivery: { roles: { approver } } },
    }),
  );

const approvers = settings(['group:default/division', 'group:default/sre']);

/** As if every wait had run out. */
const passTime = (portal: TestPortal) =>
  portal.knex('outbox').whereNull('delivered_at').update({ due_at: 0 });

describe.each(databases.eachSupportedId())('channels on %s', databaseId => {
  const open = async (...channels: DecisionChannel[]) => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
      mode: 'advisory',
      roles: approvers,
      channels,
    });
    const { knex, logger, desk } = portal;
    const outboxes = await openChannels({ channels, knex, logger, desk });
    const deliver = async () => {
      for (const { outbox } of outboxes) {
        while (await outbox.deliverDue());
      }
    };
    return { portal, deliver };
  };

  it('are told of every revision, each in order and once', async () => {
    const slack = new RecordingChannel('slack');
    const { portal, deliver } = await open(slack);
    const record = await submit(portal, release(1));
    await answerAs(portal, 'sre', record);
    const answer = await answerAs(portal, 'owner', record);
    expect(answer.body.state).toBe('queued');
    await deliver();
    // A notice shows the decision as it is by then.
    expect(slack.told).toEqual(['0 queued', '1 queued']);

    await report(portal, record.id, 'promoted');
    await deliver();
    expect(slack.told.slice(2)).toEqual(['2 promoted', '3 promoted']);
    await passTime(portal);
    await deliver();
    expect(slack.told).toHaveLength(4);
  });

  it('catch up after a day, and hold up nobody else meanwhile', async () => {
    const slack = new RecordingChannel('slack');
    const github = new RecordingChannel('github');
    const { portal, deliver } = await open(slack, github);
    slack.isDown = true;
    for (let number = 1; number <= 3; number++) {
      await submit(portal, release(number));
    }
    for (let attempt = 0; attempt < 12; attempt++) {
      await deliver();
      await passTime(portal);
    }
    expect(slack.told).toEqual([]);
    // Two of them were superseded on the way.
    expect(github.told).toHaveLength(5);

    slack.isDown = false;
    await deliver();
    await passTime(portal);
    await deliver();
    expect(slack.told.sort()).toEqual(github.told.sort());
    const left = await portal
      .knex('outbox')
      .where('plugin_id', 'like', 'channel:%')
      .whereNull('delivered_at');
    expect(left).toEqual([]);
  });

  it('keep what waits for one that is not installed any more, and say so', async () => {
    const slack = new RecordingChannel('slack');
    const { portal } = await open(slack);
    await submit(portal, release(1));
    const { knex, logger, desk } = portal;
    expect(await openChannels({ channels: [], knex, logger, desk })).toEqual(
      [],
    );
    expect(logger.warn).toHaveBeenCalledWith(
      '1 notices of decisions wait for the channel slack, which is not installed now; they are delivered once it is again',
    );
    const [{ outbox }] = await openChannels({
      channels: [slack],
      knex,
      logger,
      desk,
    });
    expect(await outbox.deliverDue()).toBe(true);
    expect(slack.told).toEqual(['0 awaitingApproval']);
  });

  describe('answer at the desk', () => {
    const say = (userRef: string, via = 'Slack') => ({ userRef, via });
    const yes = (revision = 0) => ({
      decision: 'approve' as const,
      reason: 'Looks fine from here',
      revision,
    });

    it('as the person of the catalog, with the groups above theirs', async () => {
      const { portal } = await open();
      const { id } = await submit(portal, release(1));
      const record = await portal.desk.answer(
        id,
        yes(),
        say('user:default/olga'),
      );
      expect(record).toMatchObject({ state: 'queued', givenRoles: ['owner'] });
      expect(record.decision.approvals.given).toEqual([
        expect.objectContaining({
          role: 'owner',
          by: 'user:default/olga',
          reason: 'Looks fine from here',
          via: 'slack',
        }),
      ]);
      const [row] = await portal
        .knex('ledger')
        .where({ kind: 'decision.approval' });
      expect(JSON.parse(row.payload)).toMatchObject({ via: 'slack' });
    });

    it.each<[string, string, RegExp]>([
      ['stan', 'user:default/stan', /release\.decision\.approve/],
      ['sam', 'user:default/sam', /group:default\/payments owns it/],
      ['dora, who wrote it,', 'user:default/dora', /You wrote part/],
      ['a stranger', 'user:default/nobody', /not a person in the catalog/],
      ['a group', 'group:default/sre', /not a person in the catalog/],
      ['nonsense', 'olga', /not a person in the catalog/],
      ['more nonsense', ':::/', /not a person in the catalog/],
    ])('but not as %s', async (_, userRef, words) => {
      const { portal } = await open();
      const { id } = await submit(portal, release(1));
      await expect(
        portal.desk.answer(id, yes(), say(userRef)),
      ).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(words),
      });
      expect(await portal.knex('approvals')).toEqual([]);
    });

    it('with the same words for who was faster as in the portal', async () => {
      const { portal } = await open();
      const record = await submit(portal, release(1));
      const answers = await Promise.allSettled([
        answerAs(portal, 'owner', record).then(({ status, body }) => {
          if (status !== 200) throw new Error(body.error.message);
        }),
        portal.desk.answer(record.id, yes(), say('user:default/bea')),
      ]);
      const lost = answers.filter(({ status }) => status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]).toMatchObject({
        reason: {
          message: expect.stringMatching(
            /^user:default\/(olga|bea) was faster: approved as the owner/,
          ),
        },
      });
      expect(await portal.knex('approvals')).toHaveLength(1);
    });

    it('for a decision that exists, and with a reason', async () => {
      const { portal } = await open();
      const { id } = await submit(portal, release(1));
      const olga = say('user:default/olga');
      await expect(
        portal.desk.answer('3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a009', yes(), olga),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      await expect(
        portal.desk.answer(id, { ...yes(), reason: ' ' }, olga),
      ).rejects.toMatchObject({
        message: expect.stringMatching(
          /answer from Slack .*reason: must not be blank/,
        ),
      });
    });

    it('finds the decisions about a commit, however its repository is written', async () => {
      const { portal } = await open();
      const first = await submit(portal, release(1));
      const second = await submit(portal, release(2));
      const { commit } = first;
      const find = async (repoUrl: string, environment?: string) =>
        (await portal.desk.findByCommit({ repoUrl, commit, environment })).map(
          ({ id }) => id,
        );
      expect(await find('https://git.example/payments')).toEqual([
        second.id,
        first.id,
      ]);
      expect(await find('git@git.example:Payments.git', 'production')).toEqual([
        second.id,
        first.id,
      ]);
      expect(await find('https://git.example/payments', 'staging')).toEqual([]);
      expect(await find('https://git.example/other')).toEqual([]);
      expect(await portal.desk.find(first.id)).toMatchObject({
        id: first.id,
        may: { approve: false, reject: false },
      });
    });
  });
});

describe('the channels that modules add', () => {
  it('have names of their own that can be kept', () => {
    const registry = new ChannelRegistry();
    registry.addChannel(new RecordingChannel('slack'));
    expect(() => registry.addChannel(new RecordingChannel('slack'))).toThrow(
      'Two modules add a channel by the name of slack',
    );
    expect(() => registry.addChannel(new RecordingChannel('A:b'))).toThrow(
      'The channel "A:b" needs a name of lower-case letters',
    );
    expect(registry.names()).toEqual(['slack']);
  });
});

it('takes addresses of any length that a contract allows', async () => {
  const portal = await createTestPortal({
    knex: await databases.init('SQLITE_3'),
  });
  const submission = sampleSubmission();
  submission.buildInfo.repo.url = `https://git.example/${'é'.repeat(1900)}`;
  expect(await submit(portal, submission)).toMatchObject({ revision: 0 });
});
