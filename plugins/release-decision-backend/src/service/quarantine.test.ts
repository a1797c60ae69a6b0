import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  answerAs,
  quarantine,
  release,
  submit,
  tested,
} from '../__testUtils__/calls';
import { Who, createTestPortal } from '../__testUtils__/createTestPortal';
import { digestNumber, sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('decide on %s', databaseId => {
  const open = async (mode: 'shadow' | 'advisory' | 'enforced' = 'enforced') =>
    createTestPortal({ knex: await databases.init(databaseId), mode });

  describe('quarantine', () => {
    it('refuses a digest at submission, whatever it is called', async () => {
      const portal = await open();
      const first = await submit(portal, release(1));
      const added = await portal
        .as('rollout')
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1)));
      expect(added.status).toBe(204);

      for (const body of [
        release(1),
        sampleSubmission({ number: 2, digest: digestNumber(1), risk: tested }),
      ]) {
        const answer = await portal
          .as('pipeline')
          .post('/v1/candidates')
          .send(body);
        expect(answer.status).toBe(409);
        expect(answer.body.error.message).toBe(
          `The artifact payments.tar.gz (sha256 ${digestNumber(
            1,
          )}) is quarantined until 2026-11-23T12:00:00.000Z, since 2026-11-20T12:00:00.000Z: p95 latency was 4 times that of the baseline. Incident 3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a001 has the evidence. Submit a build with another digest, or have somebody with the permission quarantine.lift lift it.`,
        );
      }
      const all = await portal.as('owner').get('/v1/decisions');
      expect(all.body.items.map((d: DecisionRecord) => d.id)).toEqual([
        first.id,
      ]);

      portal.time.now = new Date('2026-11-23T12:00:00Z');
      await submit(
        portal,
        sampleSubmission({ number: 3, digest: digestNumber(1), risk: tested }),
      );
    });

    it('refuses a digest when an approved decision is about to go out', async () => {
      const portal = await open('advisory');
      const record = await submit(portal, release(1));
      await portal
        .as('owner')
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1)));
      const answer = await answerAs(portal, 'owner', record);
      expect(answer.status).toBe(409);
      expect(answer.body.error.message).toMatch(/is quarantined until/);
      expect(await portal.knex('approvals')).toEqual([]);
      const rejected = await answerAs(portal, 'owner', record, 'reject');
      expect(rejected.body.state).toBe('rejected');
    });

    it('is taken once per key, listed, and lifted with a reason', async () => {
      const portal = await open();
      const body = quarantine(digestNumber(1));
      for (let i = 0; i < 2; i++) {
        await portal.as('rollout').post('/v1/quarantine').send(body);
      }
      const list = async () =>
        (await portal.as('viewer').get('/v1/quarantine')).body.items;
      expect(await list()).toMatchObject([
        { sha256: digestNumber(1), by: 'plugin:rollout' },
      ]);

      const lift = (who: Who) =>
        portal
          .as(who)
          .delete(`/v1/quarantine/${digestNumber(1)}`)
          .send({ reason: 'The router was at fault' });
      for (const who of ['viewer', 'unrestricted', 'rollout'] as const) {
        expect((await lift(who)).status).toBe(403);
      }
      expect((await lift('owner')).status).toBe(204);
      expect((await lift('owner')).status).toBe(404);
      expect(await list()).toEqual([]);
      // A late repetition of the request does not bring it back.
      await portal.as('rollout').post('/v1/quarantine').send(body);
      expect(await list()).toEqual([]);
      await submit(portal, release(1));
    });

    it.each<[Who, number]>([
      ['pipeline', 403],
      ['unrestricted', 403],
      ['viewer', 403],
    ])('cannot be imposed by a %s', async (who, status) => {
      const portal = await open();
      const answer = await portal
        .as(who)
        .post('/v1/quarantine')
        .send(quarantine(digestNumber(1)));
      expect(answer.status).toBe(status);
      expect(await portal.knex('quarantine')).toEqual([]);
    });
  });
});
