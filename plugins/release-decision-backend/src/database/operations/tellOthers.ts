import {
  DecisionState,
  ExampleRequest,
  RiskDecision,
  shorten,
} from '@adaptive-delivery/plugin-release-common';
import { enqueue } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';

type OutcomeKind = NonNullable<ExampleRequest['outcome']>['kind'];

const outcomeKinds: Partial<Record<DecisionState, OutcomeKind>> = {
  promoted: 'promoted',
  rolledBack: 'rolledBack',
  frozen: 'frozen',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
};

/** What `text` of the contracts allows: one line, nothing that hides or turns. */
function asContractText(words: string): string {
  return shorten(words.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' '), 2000);
}

/**
 * Puts into the outbox what the other backends need to know of a state: act
 * of a decision to release, learn of a new decision and of what came of it.
 */
export async function tellOthers(
  trx: Knex.Transaction,
  change: {
    decision: RiskDecision;
    state: DecisionState;
    reason: string;
    at: Date;
    isNew: boolean;
    /** Queued, but not to be released yet. */
    isHeld?: boolean;
  },
): Promise<void> {
  const { decision, state, isNew } = change;
  const id = decision.decisionId;
  if (state === 'queued' && !change.isHeld) {
    await enqueue(trx, {
      key: `release:${id}`,
      lane: id,
      pluginId: 'rollout',
      method: 'POST',
      path: '/v1/rollouts',
      body: { decisionId: id },
    });
  }
  const kind = outcomeKinds[state];
  if (isNew || kind) {
    const body: ExampleRequest = {
      decision,
      outcome: kind
        ? {
            kind,
            words: asContractText(change.reason),
            at: change.at.toISOString(),
          }
        : null,
    };
    await enqueue(trx, {
      key: `example:${id}:${isNew ? 'opened' : state}`,
      lane: `example:${id}`,
      pluginId: 'learning',
      method: 'PUT',
      path: `/v1/examples/${id}`,
      body,
    });
  }
}
