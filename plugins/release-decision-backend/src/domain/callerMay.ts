import {
  ApprovalAnswer,
  ApprovalQuestion,
  DecisionRecord,
  DecisionState,
  RiskDecision,
  whoMayApprove,
} from '@adaptive-delivery/plugin-release-common';

/** Who asks, with what the permission framework allows. */
export type Caller =
  | { kind: 'service'; subject: string }
  | {
      kind: 'user';
      ref: string;
      ownershipRefs: string[];
      mayApprove: boolean;
      mayReject: boolean;
    };

export type Approvers = ApprovalQuestion['groups'];

const notAllowed = (permission: string) =>
  `You do not have the permission ${permission}; ask whoever keeps adaptiveDelivery.roles.`;

/** Which of the required roles a caller could give; null for a service. */
export function approvalAnswerFor(
  decision: RiskDecision,
  caller: Extract<Caller, { kind: 'user' }>,
  componentOwner: string | null,
  groups: Approvers,
): ApprovalAnswer {
  return whoMayApprove({
    approvals: decision.approvals,
    person: { ref: caller.ref, ownershipRefs: caller.ownershipRefs },
    componentOwner,
    groups,
  });
}

/** What a caller may do with a decision now, and why. */
export function callerMay(
  record: { state: DecisionState; stateReason: string; decision: RiskDecision },
  caller: Caller,
  componentOwner: string | null,
  groups: Approvers,
): DecisionRecord['may'] {
  const nothing = (why: string) => ({ approve: false, reject: false, why });
  if (caller.kind === 'service') {
    return nothing('Only people approve and reject.');
  }
  if (record.state !== 'awaitingApproval') {
    return nothing(`Nothing waits for an answer: ${record.stateReason}`);
  }
  const answer = approvalAnswerFor(
    record.decision,
    caller,
    componentOwner,
    groups,
  );
  const approve = caller.mayApprove && answer.approvesAs.length > 0;
  const reject = caller.mayReject && answer.rejectsAs !== null;
  const why =
    answer.approvesAs.length > 0 && !caller.mayApprove
      ? notAllowed('release.decision.approve')
      : answer.why;
  return { approve, reject, why };
}
