import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import path from 'node:path';
import { sampleSubmission } from '../__testUtils__/samples';
import { DatabaseDecisionStore } from './DatabaseDecisionStore';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const directory = path.resolve(__dirname, '../../migrations');
const THIS_ONE = '20261124150000_approvals.js';
const ID = '3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a001';

async function upTo(knex: Knex, last: string) {
  for (;;) {
    const [, [next]] = await knex.migrate.list({ directory });
    if (!next || next.file >= last) return;
    await knex.migrate.up({ directory });
  }
}

async function downTo(knex: Knex, last: string) {
  for (;;) {
    const [done] = await knex.migrate.list({ directory });
    const newest = done[done.length - 1];
    if (newest.name < last) return;
    await knex.migrate.down({ directory });
  }
}

async function openBefore(knex: Knex) {
  const { buildInfo, riskInputs, environment } = sampleSubmission();
  const at = '2026-11-20T12:00:00.000Z';
  const { component, buildId, commit } = buildInfo;
  await knex('candidates').insert({
    id: ID,
    component,
    build_id: buildId,
    environment,
    content_digest: 'a'.repeat(64),
    submission: JSON.stringify({ buildInfo, riskInputs, environment }),
    submitted_by: 'external:ci',
    submitted_at: at,
  });
  await knex('decisions').insert({
    id: ID,
    candidate_id: ID,
    component,
    environment,
    state: 'awaitingApproval',
    state_reason: 'It needs approval by the owner.',
    revision: 0,
    decision: JSON.stringify({
      riskScore: 61.5,
      candidate: { commit },
      approvals: { required: [], given: [] },
    }),
    created_at: at,
    updated_at: at,
  });
  await knex('approvals').insert({
    decision_id: ID,
    role: 'owner',
    decision: 'approve',
    by: 'user:default/olga',
    reason: 'I looked at it',
    at,
  });
  return buildInfo;
}

it.each(databases.eachSupportedId())(
  'decisions of before are found by commit and risk on %s',
  async databaseId => {
    const knex = await databases.init(databaseId);
    await upTo(knex, THIS_ONE);
    const { repo, commit } = await openBefore(knex);
    await knex.migrate.latest({ directory });

    const store = new DatabaseDecisionStore(knex);
    const byCommit = { repoUrl: `${repo.url}.git`, commit };
    expect(await store.findByCommit(byCommit, 20)).toMatchObject([{ id: ID }]);
    const below = async (score: number) =>
      (
        await store.list({
          limit: 10,
          criteria: { kind: 'riskBelow', score },
        })
      ).items.map(({ id }) => id);
    expect(await below(61.5)).toEqual([]);
    expect(await below(62)).toEqual([ID]);
    const about = { entityRef: 'component:default/payments-service' };
    expect((await store.list({ ...about, limit: 10 })).items).toMatchObject([
      { id: ID },
    ]);
    const stored = await store.find(ID);
    expect(stored?.decision.approvals.given).toEqual([
      {
        role: 'owner',
        decision: 'approve',
        by: 'user:default/olga',
        reason: 'I looked at it',
        at: '2026-11-20T12:00:00.000Z',
      },
    ]);

    await downTo(knex, THIS_ONE);
    expect(await knex('approvals')).toHaveLength(1);
    expect(await knex.schema.hasColumn('decisions', 'repo_key')).toBe(false);
  },
);
