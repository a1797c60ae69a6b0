import { TestDatabases } from '@backstage/backend-test-utils';
import { release, submit, tested } from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('decide on %s', databaseId => {
  const open = async (mode: 'shadow' | 'advisory' | 'enforced' = 'enforced') =>
    createTestPortal({ knex: await databases.init(databaseId), mode });

  describe('modes', () => {
    it.each([
      ['shadow', 'decided', 'proceed', 'proceed', 0],
      ['advisory', 'awaitingApproval', 'hold', undefined, 0],
      ['enforced', 'queued', 'proceed', undefined, 1],
    ] as const)(
      '%s: %s, the gate says %s',
      async (mode, state, answer, wouldHave, released) => {
        const portal = await open(mode);
        const record = await submit(portal, release(1));
        expect(record.state).toBe(state);
        const gate = await portal
          .as('pipeline')
          .get(`/v1/decisions/${record.id}/gate`);
        expect(gate.body).toMatchObject({ answer, state });
        expect(gate.body.wouldHave).toBe(wouldHave);
        const messages = await portal.messages();
        expect(
          messages.filter(({ key }) => key.startsWith('release:')),
        ).toHaveLength(released);
      },
    );

    it('tells a blocked pipeline why, and what would lift it', async () => {
      const portal = await open();
      const record = await submit(
        portal,
        sampleSubmission({
          risk: {
            ...tested,
            vulnerabilities: [{ id: 'CVE-2026-7', severity: 'critical' }],
          },
        }),
      );
      expect(record).toMatchObject({ state: 'blocked', strategy: 'blocked' });
      expect(record.decision.blockedBy).toEqual([
        {
          gate: 'critical-vulnerability',
          words: '1 critical vulnerability is open: CVE-2026-7 (critical)',
          liftedBy: expect.stringContaining('signed by a trusted key'),
        },
      ]);
      const gate = await portal
        .as('pipeline')
        .get(`/v1/decisions/${record.id}/gate?waitSeconds=25`);
      expect(gate.body).toMatchObject({
        answer: 'rejected',
        words:
          'Blocked: 1 critical vulnerability is open: CVE-2026-7 (critical).',
      });
    });

    it('keeps how a release turned out that it did not drive', async () => {
      const portal = await open('shadow');
      const { id } = await submit(portal, release(1));
      const send = (outcome: string) =>
        portal
          .as('pipeline')
          .post(`/v1/decisions/${id}/outcomes`)
          .send({ outcome, words: 'Jenkins', at: '2026-11-20T11:00:00Z' });
      expect((await send('promoted')).body.state).toBe('promoted');
      expect((await send('promoted')).status).toBe(200);
      expect((await send('rolledBack')).status).toBe(409);
      expect((await portal.messages()).map(({ key }) => key)).toEqual([
        `example:${id}:opened`,
        `example:${id}:promoted`,
      ]);
    });
  });
});
