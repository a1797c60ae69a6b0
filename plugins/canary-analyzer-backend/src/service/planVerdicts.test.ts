import {
  LedgerRow,
  StatementLink,
  Verdict,
  predicateTypeOf,
} from '@adaptive-delivery/plugin-release-common';
import {
  PluginClient,
  RemoteError,
} from '@adaptive-delivery/plugin-release-node';
import { ROLLOUT_ID } from '../__testUtils__/request';
import { planVerdicts } from './planVerdicts';

const DECISION_ID = '5b1f9a34-0c5e-4a9e-9d2c-6a7d1f0e1b01';
const decision: StatementLink = {
  predicateType: predicateTypeOf('risk-decision'),
  sha256: 'd'.repeat(64),
};
const verdict = { verdictId: 'a verdict' } as unknown as Verdict;
const rollout = {
  decisionId: DECISION_ID,
  candidate: {
    artifacts: [{ name: 'a.deb', os: 'linux', sha256: 'a'.repeat(64) }],
  },
};
const row = (kind: string, payload: unknown = { step: 1, look: 2 }) =>
  ({ seq: 3, kind, payload, subject: ROLLOUT_ID } as LedgerRow);

function plan(change: { rollout?: () => unknown; decision?: null } = {}) {
  const asked: string[] = [];
  const client: PluginClient = {
    async request<T>(request: { path: string }) {
      asked.push(request.path);
      return (change.rollout ?? (() => rollout))() as T;
    },
  };
  const planOf = planVerdicts({
    client,
    store: {
      find: async key => {
        asked.push(JSON.stringify(key));
        return { verdict, requestDigest: '' };
      },
    },
    statements: {
      decision: async id => {
        asked.push(id);
        return change.decision === null ? null : decision;
      },
    },
  });
  return { asked, planOf };
}

it('attests a verdict about the artifacts of the rollout, building on its decision', async () => {
  const { asked, planOf } = plan();
  expect(await planOf(row('verdict.promote'))).toEqual({
    kind: 'verdict',
    subject: [{ name: 'a.deb', sha256: 'a'.repeat(64) }],
    previous: [decision],
    content: verdict,
  });
  expect(asked).toEqual([
    JSON.stringify({ rolloutId: ROLLOUT_ID, step: 1, look: 2 }),
    `/v1/rollouts/${ROLLOUT_ID}`,
    DECISION_ID,
  ]);
});

it.each([
  ['a row of another kind', row('statement.signed'), {}],
  ['a row whose payload is gone', row('verdict.slow', null), {}],
  [
    'a look that act knows nothing of',
    row('verdict.slow'),
    {
      rollout: () => {
        throw new RemoteError('rollout', 404, 'none');
      },
    },
  ],
  [
    'a verdict about a decision that nobody signed',
    row('verdict.slow'),
    { decision: null },
  ],
])('attests nothing of %s', async (_what, given, change) => {
  expect(await plan(change).planOf(given)).toBeNull();
});

it.each([
  [
    'act cannot be asked',
    () => {
      throw new RemoteError('rollout', 503, 'down');
    },
    'RemoteError',
  ],
  ['act answers something else', () => ({ decisionId: 'x' }), 'ContractError'],
])('throws when %s', async (_what, answer, name) => {
  await expect(
    plan({ rollout: answer }).planOf(row('verdict.slow')),
  ).rejects.toMatchObject({ name });
});
