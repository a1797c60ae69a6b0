import {
  ApprovalAnswer,
  ApprovalQuestion,
  DecisionRecord,
  DecisionState,
} from '@adaptive-delivery/plugin-release-common';
import { DecisionResource } from '@adaptive-delivery/plugin-release-node';

/** What the permissions allow per decision. */
export type DecisionAction = 'approve' | 'reject' | 'override';

/** Why a person's permissions withhold something; null where they give it. */
export type Withheld = (
  action: DecisionAction,
  decision: DecisionResource,
) => string | null;

export type Person = {
  kind: 'user';
  ref: string;
  /** The person and the groups the person is in. */
  ownershipRefs: string[];
  withheld: Withheld;
};

/** Who asks, with what their permissions allow. */
export type Caller = { kind: 'service'; subject: string } | Person;

export type Approvers = ApprovalQuestion['groups'];

/**
 * What a caller may do with a decision that a freeze window holds back.
 *
 * @param withheld - why their permissions keep it from them; null when they do not
 */
export function callerMayOverride(
  withheld: string | null,
): DecisionRecord['may'] {
  return {
    approve: false,
    reject: false,
    override: withheld === null,
    why: withheld ?? 'You can release it before the freeze window ends.',
  };
}

/**
 * What a caller may do with a decision now, and why.
 *
 * @param answer - what `whoMayApprove` says; null when it was not asked
 */
export function callerMay(
  record: { state: DecisionState; stateReason: string },
  caller: Caller,
  answer: ApprovalAnswer | null,
): DecisionRecord['may'] {
  const nothing = (why: string) => ({ approve: false, reject: false, why });
  if (caller.kind === 'service') {
    return nothing('Only people approve and reject.');
  }
  if (record.state !== 'awaitingApproval' || !answer) {
    return nothing(`Nothing waits for an answer: ${record.stateReason}`);
  }
  return {
    approve: answer.approvesAs.length > 0,
    reject: answer.rejectsAs !== null,
    why: answer.why,
    roles: answer.roles,
  };
}
