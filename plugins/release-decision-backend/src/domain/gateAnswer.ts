import {
  DecisionState,
  GateAnswer,
  RiskDecision,
  wouldHaveAnswered,
} from '@adaptive-delivery/plugin-release-common';

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
 * enforced decision would have said.
 */
export function gateAnswerOf(
  record: {
    id: string;
    state: DecisionState;
    stateReason: string;
    decision: RiskDecision;
  },
  url: string,
): GateAnswer {
  const { decision, state } = record;
  const shadow = decision.enforcement === 'shadow';
  return {
    answer: shadow ? 'proceed' : answers[state],
    decisionId: record.id,
    state,
    words: record.stateReason,
    ...(shadow && { wouldHave: wouldHaveAnswered(decision) }),
    url,
  };
}
