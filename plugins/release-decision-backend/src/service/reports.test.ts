import { TestDatabases } from '@backstage/backend-test-utils';
import { randomUUID } from 'node:crypto';
import {
  ROLLOUT,
  release,
  report,
  stateOf,
  submit,
} from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('decide on %s', databaseId => {
  const open = async (mode: 'shadow' | 'advisory' | 'enforced' = 'enforced') =>
    createTestPortal({ knex: await databases.init(databaseId), mode });

  describe('reports about a rollout', () => {
    it('move the decision, once each', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      for (const [kind, state] of [
        ['started', 'releasing'],
        ['frozen', 'frozen'],
        ['promoted', 'promoted'],
      ] as const) {
        expect((await report(portal, id, kind)).status).toBe(204);
        expect((await report(portal, id, kind)).status).toBe(204);
        expect(await stateOf(portal, id)).toBe(state);
      }
      const record = await portal.as('owner').get(`/v1/decisions/${id}`);
      expect(record.body).toMatchObject({
        rolloutIds: [ROLLOUT],
        stateReason: 'It is promoted.',
        revision: 3,
      });
      expect(
        (await portal.messages()).filter(
          ({ key }) => key === `example:${id}:promoted`,
        ),
      ).toHaveLength(1);
    });

    it('may overtake each other: the end is the same and no state is skipped', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      await report(portal, id, 'rolledBack');
      await report(portal, id, 'started');
      expect(await stateOf(portal, id)).toBe('rolledBack');
      const ledger = await portal.as('owner').get('/v1/ledger');
      expect(
        ledger.body.items
          .map((row: { kind: string }) => row.kind)
          .filter((kind: string) => kind.startsWith('decision.')),
      ).toEqual([
        'decision.queued',
        'decision.releasing',
        'decision.rolledBack',
      ]);
    });

    it('reject a decision whose rollout was refused', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      await report(portal, id, 'refused');
      expect(await stateOf(portal, id)).toBe('rejected');
    });

    it('come from the rollout backend only', async () => {
      const portal = await open();
      const { id } = await submit(portal, release(1));
      for (const who of ['owner', 'pipeline', 'unrestricted'] as const) {
        const answer = await portal
          .as(who)
          .post(`/v1/decisions/${id}/rollout-reports`)
          .send({});
        expect(answer.status).toBe(403);
      }
      const missing = await report(portal, randomUUID(), 'started');
      expect(missing.status).toBe(404);
    });
  });
});
