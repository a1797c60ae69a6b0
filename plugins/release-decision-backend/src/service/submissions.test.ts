import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  release,
  report,
  stateOf,
  submit,
  tested,
} from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';
import {
  COMPONENT,
  digestNumber,
  sampleSubmission,
} from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('decide on %s', databaseId => {
  const open = async (mode: 'shadow' | 'advisory' | 'enforced' = 'enforced') =>
    createTestPortal({ knex: await databases.init(databaseId), mode });

  describe('a submission', () => {
    it('is decided, stored, told to act and learn, and chained in the ledger', async () => {
      const portal = await open();
      const record = await submit(portal, release(1));
      expect(record).toMatchObject({
        state: 'queued',
        entityRef: COMPONENT,
        environment: 'production',
        revision: 0,
        enforcement: 'enforced',
        requiredRoles: [],
        may: { approve: false, reject: false },
      });
      expect(record.decision.plan[0]).toMatchObject({
        target: 'lab:payments-service',
        metricLabels: { component: 'payments-service' },
        analysis: { name: 'http-service' },
      });
      expect(
        record.decision.factors.reduce((a, f) => a + f.contribution, 0),
      ).toBe(record.riskScore);

      expect(await portal.messages()).toEqual([
        { key: `release:${record.id}`, body: { decisionId: record.id } },
        {
          key: `example:${record.id}:opened`,
          body: { decision: record.decision, outcome: null },
        },
      ]);
      const ledger = await portal.as('viewer').get('/v1/ledger');
      expect(ledger.body.items).toMatchObject([
        { kind: 'decision.queued', subject: record.id },
      ]);
      expect(await findBrokenLedgerRow(portal.knex)).toBeNull();
      expect(portal.signals.publish).toHaveBeenCalledWith(
        expect.objectContaining({
          message: { entityRef: COMPONENT, kind: 'decision', id: record.id },
        }),
      );
    });

    it('gives the same decision when it is sent again, even at the same time', async () => {
      const portal = await open();
      const answers = await Promise.all(
        [1, 2, 3].map(() =>
          portal.as('pipeline').post('/v1/candidates').send(release(1)),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([
        200, 200, 201,
      ]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await portal.messages()).toHaveLength(2);
    });

    it('refuses other content under the same build id, and says where', async () => {
      const portal = await open();
      await submit(portal, release(1));
      const other = sampleSubmission({
        number: 1,
        digest: digestNumber(99),
        risk: tested,
      });
      const answer = await portal
        .as('pipeline')
        .post('/v1/candidates')
        .send(other);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(
        /Build payments-1 .* buildInfo\.artifacts\[0\]\.sha256 differs/,
      );
      expect(await portal.knex('decisions')).toHaveLength(1);
    });

    it('supersedes an older one that still waits, in the same place only', async () => {
      const portal = await open('advisory');
      const older = await submit(portal, release(1));
      expect(older.state).toBe('awaitingApproval');
      const newer = await submit(portal, release(2));
      expect(await stateOf(portal, older.id)).toBe('superseded');
      expect(newer.state).toBe('awaitingApproval');

      const blocked = await submit(
        portal,
        sampleSubmission({
          number: 3,
          risk: { tests: [{ ...tested.tests[0], failed: 1 }] },
        }),
      );
      expect(blocked.state).toBe('blocked');
      expect(await stateOf(portal, newer.id)).toBe('awaitingApproval');
    });

    it('leaves one of several waiting when they come at the same time', async () => {
      const portal = await open('advisory');
      await Promise.all(
        [1, 2, 3, 4].map(number => submit(portal, release(number))),
      );
      const { body } = await portal.as('owner').get('/v1/decisions');
      const states = body.items.map(({ state }: DecisionRecord) => state);
      expect(states).toEqual([
        'awaitingApproval',
        'superseded',
        'superseded',
        'superseded',
      ]);
    });

    it('counts how earlier releases turned out', async () => {
      const portal = await open();
      const factorOf = (record: DecisionRecord) =>
        record.decision.factors.find(
          ({ feature }) => feature === 'history.recentFailureRate',
        );
      const first = await submit(portal, release(1));
      expect(factorOf(first)).toMatchObject({
        value: null,
        words: 'No earlier release is known',
      });
      await report(portal, first.id, 'started');
      await report(portal, first.id, 'rolledBack');
      const second = await submit(portal, release(2));
      await report(portal, second.id, 'promoted', { key: 'x' });
      expect(factorOf(await submit(portal, release(3)))).toMatchObject({
        value: 0.5,
        contribution: 16,
        words: '50 % of the last 2 releases through the portal were taken back',
      });
    });
  });

  it('lists newest first, by page and by filter', async () => {
    const portal = await open();
    for (const number of [1, 2, 3]) await submit(portal, release(number));
    const first = await portal.as('owner').get('/v1/decisions?limit=2');
    expect(first.body.items.map((d: DecisionRecord) => d.buildId)).toEqual([
      'payments-3',
      'payments-2',
    ]);
    const second = await portal
      .as('owner')
      .get(`/v1/decisions?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((d: DecisionRecord) => d.buildId)).toEqual([
      'payments-1',
    ]);
    expect(second.body.nextCursor).toBeNull();
    const none = await portal
      .as('owner')
      .get('/v1/decisions?state=promoted&environment=production');
    expect(none.body.items).toEqual([]);
  });
});
