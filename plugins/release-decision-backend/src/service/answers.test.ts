import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  answerAs,
  release,
  stateOf,
  submit,
  tested,
} from '../__testUtils__/calls';
import { Who, createTestPortal } from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('decide on %s', databaseId => {
  const open = async (mode: 'shadow' | 'advisory' | 'enforced' = 'enforced') =>
    createTestPortal({ knex: await databases.init(databaseId), mode });

  describe('an answer', () => {
    const driver = sampleSubmission({
      os: 'windows',
      signature: { kind: 'authenticode', verified: true },
      risk: {
        ...tested,
        tests: [{ ...tested.tests[0], os: 'windows' }],
        flags: { kernelDriver: true },
      },
    });

    it('releases once every role has approved', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      expect(record.requiredRoles).toEqual(['owner', 'sre']);
      const byOwner = await answerAs(portal, 'owner', record);
      expect(byOwner.body).toMatchObject({
        state: 'awaitingApproval',
        stateReason: 'It still needs approval by SRE.',
        givenRoles: ['owner'],
        revision: 1,
        may: { approve: false, reject: true },
      });
      const bySre = await answerAs(portal, 'sre', byOwner.body);
      expect(bySre.body).toMatchObject({
        state: 'queued',
        givenRoles: ['owner', 'sre'],
        answeredBy: ['user:default/olga', 'user:default/sam'],
        stateReason: 'Approved by user:default/sam: I looked at it',
      });
      expect(bySre.body.decision.approvals.given).toHaveLength(2);
      expect((await portal.messages()).map(({ key }) => key)).toEqual([
        `example:${record.id}:opened`,
        `release:${record.id}`,
      ]);
    });

    it('of somebody with both roles gives one, and the other to somebody else', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      const first = await answerAs(portal, 'both', record);
      expect(first.body).toMatchObject({
        state: 'awaitingApproval',
        givenRoles: ['owner'],
        may: { approve: false, reject: true },
      });
      const second = await answerAs(portal, 'both', first.body);
      expect(second.status).toBe(403);
      expect(second.body.error.message).toMatch(
        /You approved as the owner; the other approvals have to come from somebody else/,
      );
      const last = await answerAs(portal, 'sre', first.body);
      expect(last.body).toMatchObject({
        state: 'queued',
        givenRoles: ['owner', 'sre'],
      });
    });

    it('gives the one of several roles that the person names', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      const answer = await portal
        .as('both')
        .post(`/v1/decisions/${record.id}/approvals`)
        .send({
          decision: 'approve',
          reason: 'The spooler is calm',
          revision: 0,
          role: 'sre',
        });
      expect(answer.body.decision.approvals.given).toEqual([
        expect.objectContaining({
          role: 'sre',
          by: 'user:default/bea',
          via: 'portal',
        }),
      ]);
    });

    it('needs a reason', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      for (const reason of ['', '  ', undefined]) {
        const answer = await portal
          .as('owner')
          .post(`/v1/decisions/${record.id}/approvals`)
          .send({ decision: 'approve', reason, revision: 0 });
        expect([reason, answer.status]).toEqual([reason, 400]);
        expect(answer.body.error.message).toMatch(/reason/);
      }
    });

    it('rejects for good, and learn is told', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, release(1));
      const answer = await answerAs(portal, 'owner', record, 'reject');
      expect(answer.body).toMatchObject({
        state: 'rejected',
        stateReason: 'Rejected by user:default/olga: I looked at it',
      });
      expect(await portal.messages()).toContainEqual({
        key: `example:${record.id}:rejected`,
        body: expect.objectContaining({
          outcome: expect.objectContaining({ kind: 'rejected' }),
        }),
      });
      const late = await answerAs(portal, 'owner', answer.body);
      expect(late.status).toBe(409);
    });

    it.each<[Who, number, RegExp]>([
      ['stranger', 403, /group:default\/payments owns it/],
      ['viewer', 403, /release\.decision\.approve/],
      ['pipeline', 403, /Only a signed-in person/],
      ['unrestricted', 403, /Only a signed-in person/],
    ])('of a %s is refused with %d', async (who, status, words) => {
      const portal = await open('advisory');
      const record = await submit(portal, release(1));
      const answer = await answerAs(portal, who, record);
      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toMatch(words);
      expect(await portal.knex('approvals')).toEqual([]);
    });

    it('loses against one that came first: of two at once one wins', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      const answers = await Promise.all([
        answerAs(portal, 'owner', record),
        answerAs(portal, 'sre', record),
        answerAs(portal, 'both', record, 'reject'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 409, 409,
      ]);
      const given = await portal.knex('approvals');
      expect(given).toHaveLength(1);
      const [{ by, role }] = given;
      const name = role === 'owner' ? 'the owner' : 'SRE';
      for (const { status, body } of answers) {
        if (status === 200) continue;
        // Whoever was too late reads who was faster and what they said.
        expect(body.error.message).toMatch(
          new RegExp(
            `^${by} was faster: (approved|rejected it) as ${name} at 2026-11-20T12:00:00.000Z and said “I looked at it”\\.`,
          ),
        );
      }
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
    });

    it('is told as given when the same person clicks twice', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      const answers = await Promise.all([
        answerAs(portal, 'owner', record),
        answerAs(portal, 'owner', record),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const late = answers.find(({ status }) => status === 409);
      expect(late?.body.error.message).toMatch(
        /^You answered already: approved as the owner at .* It still needs approval by SRE\. Look at it again\.$/,
      );
      expect(await portal.knex('approvals')).toHaveLength(1);
    });

    it('is late, not forbidden, when the other one comes between two readings', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      const before = await portal.store.find(record.id);
      await answerAs(portal, 'owner', record);
      const after = await portal.store.find(record.id);
      if (!before || !after) throw new Error('The decision is gone');
      jest
        .spyOn(portal.store, 'find')
        .mockResolvedValueOnce({ ...before, decision: after.decision });
      const late = await answerAs(portal, 'owner', record);
      expect(late.status).toBe(409);
      expect(late.body.error.message).toMatch(/^You answered already/);
    });

    it('does not count at a revision that it could not have seen', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, driver);
      // Two requests of one person, the second as if it had seen the first.
      const answers = await Promise.all([
        answerAs(portal, 'both', record),
        answerAs(portal, 'both', { ...record, revision: 1 }),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await portal.knex('approvals')).toHaveLength(1);
    });

    it('comes too late after a newer build, and says so', async () => {
      const portal = await open('advisory');
      const older = await submit(portal, release(1));
      await submit(portal, release(2));
      const answer = await answerAs(portal, 'owner', older);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toBe(
        'The decision changed since you saw it (revision 0, now 1). A newer build came: version 2.2.0 (payments-2). Look at it again.',
      );
    });

    it('and a newer build at the same time never leave both going out', async () => {
      const portal = await open('advisory');
      for (let number = 1; number <= 9; number += 2) {
        const older = await submit(portal, release(number));
        const [answer, newer] = await Promise.all([
          answerAs(portal, 'owner', older),
          submit(portal, release(number + 1)),
        ]);
        expect([200, 409]).toContain(answer.status);
        expect(await stateOf(portal, older.id)).toBe(
          answer.status === 200 ? 'queued' : 'superseded',
        );
        expect(await stateOf(portal, newer.id)).toBe('awaitingApproval');
        await answerAs(portal, 'owner', newer, 'reject');
      }
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
    });

    it('comes too late after the decision expired', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, release(1));
      portal.time.now = new Date('2026-11-23T12:00:00Z');
      const answer = await answerAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(/could be answered until/);
      expect(await portal.store.expire(portal.time.now)).toEqual([record.id]);
      expect(await portal.store.expire(portal.time.now)).toEqual([]);
      expect(await stateOf(portal, record.id)).toBe('expired');
    });

    it('tells whom it may concern what they may do', async () => {
      const portal = await open('advisory');
      const { id } = await submit(portal, release(1));
      const may = async (who: Who) =>
        (await portal.as(who).get(`/v1/decisions/${id}`)).body.may;
      expect(await may('owner')).toEqual({
        approve: true,
        reject: true,
        why: 'You can approve as the owner.',
        roles: [
          {
            role: 'owner',
            given: false,
            may: true,
            why: 'You can approve as the owner.',
          },
        ],
      });
      expect(await may('stranger')).toMatchObject({
        approve: false,
        reject: false,
        why: expect.stringContaining('you are not one of them'),
      });
      expect(await may('rollout')).toMatchObject({ approve: false });
    });
  });
});
