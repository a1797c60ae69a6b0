import {
  Candidate,
  DecisionState,
  GivenApproval,
  QuarantineEntry,
  describeSeats,
} from '@adaptive-delivery/plugin-release-common';
import { quarantineWords } from './quarantineWords';

/** Why an answer came too late, as the store tells it. */
export type AnswerConflict =
  | {
      kind: 'stale';
      revision: number;
      state: DecisionState;
      reason: string;
      since: GivenApproval[];
    }
  | { kind: 'notWaiting'; state: DecisionState; reason: string }
  | { kind: 'expired'; expiresAt: string }
  | { kind: 'quarantined'; entry: QuarantineEntry };

function fasterWords(since: readonly GivenApproval[], by: string): string {
  const last = since[since.length - 1];
  const seats = since.filter(
    ({ at, by: other }) => at === last.at && other === last.by,
  );
  const who = last.by === by ? 'You answered already' : `${last.by} was faster`;
  const did = last.decision === 'approve' ? 'approved' : 'rejected it';
  return `${who}: ${did} as ${describeSeats(seats)} at ${last.at} and said “${
    last.reason
  }”.`;
}

/** Tells somebody whose answer did not count why, and what stands instead. */
export function conflictWords(
  conflict: AnswerConflict,
  asked: { revision: number; by: string; artifacts: Candidate['artifacts'] },
): string {
  switch (conflict.kind) {
    case 'stale': {
      const { revision, reason, since } = conflict;
      const what =
        since.length > 0
          ? fasterWords(since, asked.by)
          : `The decision changed since you saw it (revision ${asked.revision}, now ${revision}).`;
      const isTold = since.some(given => reason.includes(given.reason));
      return `${what}${isTold ? '' : ` ${reason}`} Look at it again.`;
    }
    case 'notWaiting':
      return `The decision does not wait for approval, it is ${conflict.state}: ${conflict.reason}`;
    case 'expired':
      return `The decision could be answered until ${conflict.expiresAt}; submit the build again under a new build id`;
    default:
      return quarantineWords(conflict.entry, asked.artifacts);
  }
}
