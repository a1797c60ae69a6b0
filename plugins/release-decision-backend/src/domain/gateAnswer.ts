import {
  DecisionState,
  GateAnswer,
  QuarantineEntry,
  RiskDecision,
  wouldHaveAnswered,
} from '@adaptive-delivery/plugin-release-common';
import { quarantineWords } from './quarantineWords';

const answers: Record<DecisionState, GateAnswer['answer']> = {
  decided: 'proceed',
  blocked: 'rejected',
  awaitingApproval: 'hold',
  queued: 'proceed',
  releasing: 'proceed',
  promoted: 'proceed',
  rolledBack: 'rejected',
  rejected: 'rejected',
  expired: 'rejected',
  frozen: 'hold',
  superseded: 'rejected',
};

/**
 * What a pipeline is told. In shadow mode always to proceed, with what an
 * enforced decision would have said; but a quarantined digest is refused in
 * every mode, as it is at submission.
 */
export function gateAnswerOf(
  record: {
    id: string;
    state: DecisionState;
    stateReason: string;
    /** When a queued one goes out, if a freeze window holds it back. */
    releaseAfter: string | null;
    /** In force now for one of its digests. */
    quarantined: QuarantineEntry | null;
    decision: RiskDecision;
  },
  url: string,
): GateAnswer {
  const { decision, state, quarantined, releaseAfter } = record;
  const shadow = decision.enforcement === 'shadow';
  const about = { decisionId: record.id, state, url };
  const answer =
    state === 'queued' && releaseAfter !== null ? 'hold' : answers[state];
  if (quarantined && answer !== 'rejected') {
    const words = quarantineWords(quarantined, decision.candidate.artifacts);
    return {
      ...about,
      answer: 'rejected',
      words,
      ...(shadow && { wouldHave: 'rejected' as const }),
    };
  }
  return {
    ...about,
    answer: shadow ? 'proceed' : answer,
    words: record.stateReason,
    ...(shadow && { wouldHave: wouldHaveAnswered(decision) }),
  };
}
