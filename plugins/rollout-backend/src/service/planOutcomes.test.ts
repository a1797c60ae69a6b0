import {
  LedgerRow,
  RollbackRecord,
  StatementLink,
  predicateTypeOf,
} from '@adaptive-delivery/plugin-release-common';
import { DIGEST, aRollout } from '../testing/fixtures';
import { planOutcomes } from './planOutcomes';

const link = (kind: 'risk-decision' | 'verdict'): StatementLink => ({
  predicateType: predicateTypeOf(kind),
  sha256: (kind === 'verdict' ? 'e' : 'd').repeat(64),
});
const rollout = aRollout({ state: 'promoted' });
const incident = { incidentId: 'an incident' } as unknown as RollbackRecord;

const row = (kind: string, payload: unknown = { event: { words: 'Done.' } }) =>
  ({
    seq: 9,
    at: '2026-11-23T10:00:00Z',
    kind,
    payload,
    subject: rollout.id,
    hash: 'f',
  } as LedgerRow);

const plan = (change: {
  decision?: StatementLink | null;
  verdicts?: StatementLink[] | null;
}) =>
  planOutcomes({
    reads: { get: async () => rollout },
    incidentOf: async () => incident,
    statements: {
      decision: async () =>
        change.decision === undefined ? link('risk-decision') : change.decision,
      verdicts: async () =>
        change.verdicts === undefined ? [link('verdict')] : change.verdicts,
    },
  });

it('attests a promotion, building on the decision and the verdicts', async () => {
  expect(await plan({})(row('rollout.promoted'))).toEqual({
    kind: 'promotion',
    subject: [{ name: 'payments.tar.gz', sha256: DIGEST }],
    previous: [link('risk-decision'), link('verdict')],
    content: {
      rolloutId: rollout.id,
      decisionId: rollout.decisionId,
      environment: rollout.environment,
      target: rollout.target,
      candidate: rollout.candidate,
      simulated: rollout.simulated,
      promotedAt: '2026-11-23T10:00:00Z',
      words: 'Done.',
      ledger: { seq: 9, hash: 'f' },
    },
  });
});

it.each(['rollout.rolledBack', 'rollout.rollbackFailed', 'rollout.frozen'])(
  'attests the record of the rollback after %s',
  async kind => {
    expect(await plan({})(row(kind))).toMatchObject({
      kind: 'rollback-record',
      content: incident,
    });
  },
);

it.each([
  ['a step on the way', row('rollout.exposure'), {}, null],
  ['a row whose payload is gone', row('rollout.promoted', null), {}, null],
  [
    'a decision that nobody signed',
    row('rollout.promoted'),
    { decision: null },
    null,
  ],
  [
    'verdicts that are not signed yet',
    row('rollout.promoted'),
    { verdicts: null },
    'later',
  ],
])('does not attest %s now', async (_what, given, change, expected) => {
  expect(await plan(change)(given)).toBe(expected);
});
