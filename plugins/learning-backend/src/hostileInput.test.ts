import { findBrokenLedgerRow } from '@adaptive-delivery/plugin-release-node';
import {
  Entrance,
  complaintsAboutAll,
  complaintsAboutChange,
  hostileBodies,
  mutate,
  probe,
} from '@adaptive-delivery/plugin-release-node/testUtils';
import {
  TestDatabases,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { decisionOf, exampleOf, idOf } from './__testUtils__/examples';
import plugin from './index';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('learning on %s', databaseId => {
  let number = 0;
  let base: Pick<Entrance, 'port' | 'knex'>;
  beforeAll(async () => {
    const knex = await databases.init(databaseId);
    const { server } = await startTestBackend({
      features: [plugin, mockServices.database.factory({ knex })],
    });
    base = { port: server.port(), knex };
  });

  const enter = () => {
    number += 1;
    const entrance: Entrance = {
      ...base,
      method: 'PUT',
      path: `/api/learning/v1/examples/${idOf(number)}`,
      headers: { Authorization: mockCredentials.service.header() },
    };
    return { entrance, valid: exampleOf(decisionOf(number), 'rolledBack') };
  };

  it('refuses an example in every hostile form, and takes it after', async () => {
    const { entrance, valid } = enter();
    const body = JSON.stringify(valid);
    expect(await complaintsAboutAll(entrance, hostileBodies(body))).toEqual([]);
    const after = await probe(entrance, { body });
    expect(after).toMatchObject({ status: 200, message: '', leaks: [] });
    expect(after.changed).toEqual(['examples', 'ledger', 'ledger_head']);
  });

  it('takes an example with one thing changed whole or not at all', async () => {
    let entered = enter();
    await fc.assert(
      fc.asyncProperty(
        fc.record({ place: fc.nat(), change: fc.nat() }),
        async pick => {
          const { valid, entrance } = entered;
          const mutation = mutate(valid, pick);
          const outcome = await probe(entrance, { body: mutation.text });
          if (outcome.status < 300) entered = enter();
          const complaints = complaintsAboutChange(mutation, outcome);
          expect({ ...mutation, text: '', complaints }).toEqual({
            ...mutation,
            text: '',
            complaints: [],
          });
        },
      ),
      { numRuns: 200 },
    );
    expect(await findBrokenLedgerRow(base.knex)).toBeNull();
  });

  it.each(['\ud800', '\u0000', 'a\nb', 'x'.repeat(501)])(
    'refuses %j as the value of a factor',
    async value => {
      const { entrance, valid } = enter();
      const [factor] = valid.decision.factors;
      const factors = [{ ...factor, value }];
      const outcome = await probe(entrance, {
        body: JSON.stringify({
          ...valid,
          decision: { ...valid.decision, factors },
        }),
      });
      expect(outcome).toMatchObject({
        status: 400,
        faults: [{ path: 'decision.factors[0].value' }],
        changed: [],
      });
    },
  );

  it.each([
    'outcomes?cursor=7',
    `outcomes?cursor=2026-11-23T15:04:05.000Z~${'A'.repeat(64)}`,
    `outcomes?cursor=9999-99-99T99:99:99.999Z~${'a'.repeat(64)}%00`,
    'outcomes?limit=1e1',
    'outcomes?limit=101',
    'ledger?cursor=%00',
    'ledger?limit[toString]=1',
    'ledger?x=1',
  ])('refuses %s', async query => {
    const answer = await probe(
      {
        ...base,
        method: 'GET',
        path: `/api/learning/v1/${query}`,
        headers: { Authorization: mockCredentials.user.header() },
      },
      { body: '' },
    );
    expect(answer).toMatchObject({ status: 400, changed: [], leaks: [] });
  });
});
