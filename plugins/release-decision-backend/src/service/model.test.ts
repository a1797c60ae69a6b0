import { ModelPolicy } from '@adaptive-delivery/plugin-release-common';
import { ModelRuntime } from '@adaptive-delivery/plugin-release-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { submit, tested } from '../__testUtils__/calls';
import { createTestPortal } from '../__testUtils__/createTestPortal';
import { sampleSubmission } from '../__testUtils__/samples';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const candidate = sampleSubmission({
  risk: {
    ...tested,
    change: {
      commits: 1,
      files: 2,
      directories: 1,
      subsystems: 1,
      linesAdded: 12,
      linesDeleted: 3,
      entropy: 0.4,
      linesInFilesBefore: 400,
      ageDays: 30,
      priorChanges: 20,
      authors: 2,
      authorExperience: 90,
      isFix: false,
    },
  },
});

const oracle = (probability: number): ModelRuntime => ({
  name: 'oracle',
  features: ['change.linesAdded'],
  predict: async () => ({ probability, version: '3' }),
});

const asksOracle = (mode: 'shadow' | 'enforced'): ModelPolicy => ({
  name: 'oracle',
  mode,
  timeoutMs: 1000,
  inPlaceOf: ['change.linesAdded', 'change.files'],
  points: [
    { probability: 0, points: 0 },
    { probability: 1, points: 100 },
  ],
});

describe.each(databases.eachSupportedId())('a model on %s', databaseId => {
  it('is asked about every candidate, and kept in shadow with the decision', async () => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
    });
    const { id } = await submit(portal, candidate);
    const { body } = await portal.as('pipeline').get(`/v1/decisions/${id}`);
    expect(body.decision.model).toMatchObject({
      name: 'change-risk',
      version: '1',
      mode: 'shadow',
      outcome: 'answered',
      drives: false,
      probability: expect.any(Number),
      heuristic: { riskScore: body.riskScore, band: body.band },
    });
    expect(body.decision.shadowDecisions).toEqual([
      expect.objectContaining({ challenger: 'change-risk 1' }),
    ]);
    expect(typeof body.modelDisagrees).toBe('boolean');
  });

  it('drives the decision where it is enforced, and the list tells who disagrees', async () => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
      models: [oracle(0.9)],
      model: asksOracle('enforced'),
    });
    const { id } = await submit(portal, candidate);
    const list = await portal.as('pipeline').get('/v1/decisions');
    expect(list.body.items).toMatchObject([
      { id, band: 'critical', strategy: 'blueGreen', modelDisagrees: true },
    ]);
    const { body } = await portal.as('pipeline').get(`/v1/decisions/${id}`);
    expect(body.state).toBe('awaitingApproval');
    expect(body.decision.shadowDecisions).toMatchObject([
      { challenger: 'heuristic' },
    ]);
  });

  it('never lowers the risk that somebody has to answer for', async () => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
      models: [oracle(0)],
      model: asksOracle('enforced'),
    });
    const { riskScore, decision } = await submit(portal, candidate);
    const heuristic = decision.model?.heuristic.riskScore;
    expect(riskScore).toBeLessThan(heuristic ?? 0);
    expect(await portal.knex('decisions').select('risk_score')).toEqual([
      { risk_score: heuristic },
    ]);
  });

  it('that fails costs nothing but its say', async () => {
    const portal = await createTestPortal({
      knex: await databases.init(databaseId),
      models: [
        {
          ...oracle(0),
          predict: async () => {
            throw new Error('no connection');
          },
        },
      ],
      model: asksOracle('enforced'),
    });
    const { id } = await submit(portal, candidate);
    const { body } = await portal.as('pipeline').get(`/v1/decisions/${id}`);
    expect(body.decision.model).toMatchObject({
      outcome: 'failed',
      drives: false,
      words: 'oracle failed: no connection, so the factors alone decide.',
    });
    expect(body.decision.missingEvidence).toContainEqual({
      feature: 'model',
      words: 'oracle failed: no connection, so the factors alone decide',
    });
    expect(body).not.toHaveProperty('modelDisagrees');
  });
});
