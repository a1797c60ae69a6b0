import {
  DecisionRecord,
  GivenApproval,
  RequiredApproval,
} from '@adaptive-delivery/plugin-release-common';

export type ApprovalLine = RequiredApproval & {
  /** The latest answer of the role, when it has given one. */
  answer: GivenApproval | undefined;
};

/** Every approval that is asked for, with the answer so far. */
export function approvalLines(record: DecisionRecord): ApprovalLine[] {
  const { required, given } = record.decision.approvals;
  return required.map(approval => ({
    ...approval,
    answer: given
      .filter(
        item =>
          item.role === approval.role &&
          (item.decision === 'reject' || item.component === approval.component),
      )
      .at(-1),
  }));
}
