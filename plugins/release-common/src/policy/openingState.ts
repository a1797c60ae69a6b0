import { GateAnswer } from '../api';
import { RiskDecision } from '../contracts';
import { DecisionState } from '../domain';
import { describeRoles, outstandingRoles } from './approvals';

const strategyWords: Record<RiskDecision['strategy'], string> = {
  rolling: 'step by step',
  canary: 'as a canary',
  blueGreen: 'as blue/green',
  blocked: 'not at all',
};

/** What the decision says by itself, whatever the mode. */
function saidByItself(decision: RiskDecision): {
  state: 'blocked' | 'awaitingApproval' | 'queued';
  answer: GateAnswer['answer'];
  words: string;
} {
  if (decision.blockedBy.length > 0) {
    return {
      state: 'blocked',
      answer: 'rejected',
      words: decision.blockedBy.map(({ words }) => words).join('; '),
    };
  }
  const roles = outstandingRoles(decision.approvals);
  if (roles.length > 0) {
    return {
      state: 'awaitingApproval',
      answer: 'hold',
      words: `needs approval by ${describeRoles(roles)}`,
    };
  }
  return {
    state: 'queued',
    answer: 'proceed',
    words: `goes out ${strategyWords[decision.strategy]}`,
  };
}

/** The state a new decision starts in, and why in words. */
export function openingState(decision: RiskDecision): {
  state: DecisionState;
  reason: string;
} {
  const { state, words } = saidByItself(decision);
  if (decision.enforcement === 'shadow') {
    return {
      state: 'decided',
      reason: `Shadow mode, so the portal does not act on it; enforced it would say: ${words}.`,
    };
  }
  const reasons = {
    blocked: `Blocked: ${words}.`,
    awaitingApproval: `It ${words}.`,
    queued: `It ${words} as soon as its target is free.`,
  };
  return { state, reason: reasons[state] };
}

/** What an enforced decision would have answered a pipeline when it was made. */
export function wouldHaveAnswered(
  decision: RiskDecision,
): GateAnswer['answer'] {
  return saidByItself({
    ...decision,
    approvals: { ...decision.approvals, given: [] },
  }).answer;
}
