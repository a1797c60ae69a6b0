import {
  keySet,
  predicateTypeOf,
  verifyBundle,
} from '@adaptive-delivery/plugin-release-common';
import { Attestor, digestOf } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { release, submit } from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const attestorWith = (keyId: string) =>
  Attestor.fromConfig(
    new ConfigReader({
      adaptiveDelivery: {
        signing: {
          keys: [
            {
              keyId,
              privateKey: generateKeyPairSync('ed25519')
                .privateKey.export({ type: 'pkcs8', format: 'pem' })
                .toString(),
            },
          ],
        },
      },
    }),
  );

describe.each(databases.eachSupportedId())('attestation on %s', id => {
  it('proves what was decided, of what, and by which policy', async () => {
    const portal = await createTestPortal({
      knex: await databases.init(id),
      attestor: attestorWith('first'),
    });
    const decided = await submit(portal, release(1));
    const { body: bundle } = await portal
      .as('pipeline')
      .get(`/v1/decisions/${decided.id}/attestation`);
    const { body: keys } = await portal.as('pipeline').get('/v1/keys');

    const { statements, faults } = await verifyBundle(
      bundle.envelopes,
      keySet.parse(keys).keys,
    );
    expect(faults).toEqual([]);
    expect(
      statements.map(({ statement }) => [
        statement.predicateType,
        statement.predicate.content,
      ]),
    ).toEqual([
      [predicateTypeOf('build-info'), decided.buildInfo],
      [predicateTypeOf('risk-inputs'), decided.riskInputs],
      [predicateTypeOf('risk-decision'), decided.decision],
    ]);
    expect(statements[2].statement.predicate.content.policy).toMatchObject({
      digest: portal.policy.current().digest,
    });
    expect(statements[2].statement.subject).toEqual(
      decided.buildInfo.artifacts.map(
        ({ name, sha256 }: { name: string; sha256: string }) => ({
          name,
          digest: { sha256 },
        }),
      ),
    );

    const { body: ledger } = await portal.as('sre').get('/v1/ledger');
    expect(ledger.items[0].payload.statements).toEqual(
      statements.map(({ statement, sha256 }) => ({
        predicateType: statement.predicateType,
        sha256,
      })),
    );
    expect(ledger.items[0].payloadDigest).toBe(
      digestOf(ledger.items[0].payload),
    );
    const head = await portal.as('sre').get('/v1/ledger/head');
    const last = ledger.items.at(-1);
    expect(head.body).toEqual({ seq: last.seq, hash: last.hash });
  });

  it('says so when nothing was signed, and whoever may not read learns nothing', async () => {
    const portal = await createTestPortal({ knex: await databases.init(id) });
    const decided = await submit(portal, release(1));
    for (const decision of [decided.id, randomUUID()]) {
      const answer = await portal
        .as('pipeline')
        .get(`/v1/decisions/${decision}/attestation`);
      expect(answer.status).toBe(404);
      expect(answer.body.error.message).toMatch(
        /nothing was signed when it was made \(adaptiveDelivery\.signing\)/,
      );
    }
    expect((await portal.as('pipeline').get('/v1/keys')).body).toEqual({
      keys: [],
    });
    expect((await portal.as('sre').get('/v1/ledger/roots')).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });
});
