import {
  ChangeAuthor,
  DecisionRecord,
  GivenApproval,
  RequiredApproval,
} from '@adaptive-delivery/plugin-release-common';

export type ApprovalLine = RequiredApproval & {
  /** The latest answer of the role, when it has given one. */
  answer: GivenApproval | undefined;
  /** Whether the reader can give it, where that differs by role. */
  mine: { may: boolean; why: string } | undefined;
  /** Whether an answer is still waited for. */
  isOpen: boolean;
};

type Seat = Pick<RequiredApproval, 'role' | 'component'>;

const isSame = (a: Seat, b: Seat) =>
  a.role === b.role && a.component === b.component;

/**
 * What the reader may do per role that is still asked for; empty when one
 * sentence says it for all of them.
 */
function answersThatDiffer({ may }: DecisionRecord) {
  const open = (may.roles ?? []).filter(({ given }) => !given);
  const isOneAnswer =
    open.every(role => role.may) ||
    new Set(open.map(({ why }) => why)).size === 1;
  return isOneAnswer ? [] : open;
}

/** Every approval that is asked for, with the answer so far. */
export function approvalLines(record: DecisionRecord): ApprovalLine[] {
  const { required, given } = record.decision.approvals;
  const differ = answersThatDiffer(record);
  return required.map(approval => ({
    ...approval,
    answer: given
      .filter(
        item =>
          item.role === approval.role &&
          (item.decision === 'reject' || item.component === approval.component),
      )
      .at(-1),
    mine: differ.find(item => isSame(item, approval)),
    isOpen: record.state === 'awaitingApproval',
  }));
}

/** Whether the reader may approve, unless the list says it role by role. */
export function mayWords(record: DecisionRecord): string | null {
  return answersThatDiffer(record).length > 0 ? null : record.may.why;
}

/** What was answered between two readings of a decision. */
export function answersSince(
  before: DecisionRecord,
  now: DecisionRecord,
): GivenApproval[] {
  const { given } = before.decision.approvals;
  return now.decision.approvals.given.filter(
    answer =>
      !given.some(
        known =>
          isSame(known, answer) &&
          known.by === answer.by &&
          known.at === answer.at,
      ),
  );
}

const channels: Record<string, string> = {
  portal: 'in the portal',
  slack: 'in Slack',
  github: 'on GitHub',
};

/** `in Slack`; null where it is not kept. */
export function channelWords({
  via,
}: Pick<GivenApproval, 'via'>): string | null {
  return via ? channels[via] ?? `through ${via}` : null;
}

/** `Ada Lovelace <ada@example.com>`, as the commit has it. */
export function authorName({ name, email }: ChangeAuthor): string {
  return email ? `${name} <${email}>` : name;
}

/** What four eyes ask for here, in a sentence; null when they ask nothing. */
export function fourEyesWords({ decision }: DecisionRecord): string | null {
  const { fourEyes } = decision.approvals;
  const rules = [
    fourEyes?.authorCannotApprove && 'who wrote the change cannot approve it',
    fourEyes?.distinctPeople && 'two roles take two people',
  ].filter(Boolean);
  return rules.length > 0 ? `Four eyes: ${rules.join('; ')}.` : null;
}
