import {
  LedgerRow,
  RollbackRecord,
  parseWith,
} from '@adaptive-delivery/plugin-release-common';
import {
  RemoteStatements,
  StatementPlan,
} from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';
import { RolloutReadStore } from '../database';
import { Rollout } from '../domain';

/** Ledger rows after which a release has come to an end, or stopped. */
const OUTCOMES: Record<string, 'promotion' | 'rollback-record' | undefined> = {
  'rollout.promoted': 'promotion',
  'rollout.rolledBack': 'rollback-record',
  'rollout.rollbackFailed': 'rollback-record',
  'rollout.frozen': 'rollback-record',
};

const eventPayload = z.object({ event: z.object({ words: z.string() }) });

function promotionOf(rollout: Rollout, row: LedgerRow) {
  return {
    rolloutId: rollout.id,
    decisionId: rollout.decisionId,
    environment: rollout.environment,
    target: rollout.target,
    candidate: rollout.candidate,
    simulated: rollout.simulated,
    promotedAt: row.at,
    words: parseWith(eventPayload, `row ${row.seq}`, row.payload).event.words,
    ledger: { seq: row.seq, hash: row.hash },
  };
}

/**
 * Says what to attest of the end of a rollout: it builds on the decision and
 * the verdicts.
 */
export function planOutcomes(deps: {
  reads: Pick<RolloutReadStore, 'get'>;
  incidentOf: (rolloutId: string) => Promise<RollbackRecord | null>;
  statements: Pick<RemoteStatements, 'decision' | 'verdicts'>;
}): (row: LedgerRow) => Promise<StatementPlan> {
  const { reads, incidentOf, statements } = deps;
  return async row => {
    const kind = OUTCOMES[row.kind];
    if (!kind || row.payload === null) return null;
    const rollout = await reads.get(row.subject);
    const content =
      kind === 'promotion'
        ? promotionOf(rollout, row)
        : await incidentOf(rollout.id);
    const decision = await statements.decision(rollout.decisionId);
    if (!content || !decision) return null;
    const verdicts = await statements.verdicts(rollout.id);
    if (!verdicts) return 'later';
    return {
      kind,
      subject: rollout.candidate.artifacts.map(({ name, sha256 }) => ({
        name,
        sha256,
      })),
      previous: [decision, ...verdicts],
      content,
    };
  };
}
