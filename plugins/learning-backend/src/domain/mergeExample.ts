import {
  ExampleRequest,
  RiskDecision,
  canMoveDecision,
} from '@adaptive-delivery/plugin-release-common';
import { digestOf } from '@adaptive-delivery/plugin-release-node';
import { ConflictError } from '@backstage/errors';

export type Outcome = NonNullable<ExampleRequest['outcome']>;
export type Example = { decision: RiskDecision; outcome: Outcome | null };

export type Merged = {
  change: 'none' | 'recorded' | 'outcome';
  example: Example;
};

/**
 * Identifies what was decided. Approvals that are given later do not make it
 * another decision.
 */
export function contentDigest(decision: RiskDecision): string {
  const { approvals, ...rest } = decision;
  return digestOf({ ...rest, approvals: { ...approvals, given: [] } });
}

/**
 * Takes what is told of a decision into what is known of it. Messages come at
 * least once and may come late: one without an outcome never takes an outcome
 * away, and the same outcome told again changes nothing.
 *
 * @throws ConflictError for another decision under the same id, or an outcome
 * that the one before it rules out.
 */
export function mergeExample(known: Example | null, told: Example): Merged {
  if (!known) {
    return { change: told.outcome ? 'outcome' : 'recorded', example: told };
  }
  const { decisionId } = told.decision;
  if (contentDigest(known.decision) !== contentDigest(told.decision)) {
    throw new ConflictError(
      `Decision ${decisionId} is kept with another content; a decision never changes, only its outcome is added`,
    );
  }
  const from = known.outcome?.kind;
  const to = told.outcome?.kind;
  if (!to || from === to) return { change: 'none', example: known };
  if (from && !canMoveDecision(from, to)) {
    throw new ConflictError(
      `Decision ${decisionId} ended as ${from} and cannot have ended as ${to}`,
    );
  }
  return { change: 'outcome', example: told };
}
