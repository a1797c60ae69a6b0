import { GateAnswer } from '../api';
import { RiskDecision } from '../contracts';
import { DecisionState } from '../domain';
import { describeSeats, outstandingSeats } from './approvals';
import { heldWords } from './freeze';

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
  const seats = outstandingSeats(decision.approvals);
  if (seats.length > 0) {
    return {
      state: 'awaitingApproval',
      answer: 'hold',
      words: `needs approval by ${describeSeats(seats)}`,
    };
  }
  const words = `goes out ${strategyWords[decision.strategy]}`;
  return decision.freeze
    ? {
        state: 'queued',
        answer: 'hold',
        words: `${words} after the ${decision.freeze.words}`,
      }
    : { state: 'queued', answer: 'proceed', words };
}

/**
 * The state a new decision starts in, and why in words. With `releaseAfter` it
 * is queued, but goes out only then.
 */
export function openingState(decision: RiskDecision): {
  state: DecisionState;
  reason: string;
  releaseAfter: string | null;
} {
  const { state, words } = saidByItself(decision);
  if (decision.enforcement === 'shadow') {
    return {
      state: 'decided',
      reason: `Shadow mode, so the portal does not act on it; enforced it would say: ${words}.`,
      releaseAfter: null,
    };
  }
  if (state === 'queued' && decision.freeze) {
    return {
      state,
      reason: heldWords(decision.freeze),
      releaseAfter: decision.freeze.until,
    };
  }
  const reasons = {
    blocked: `Blocked: ${words}.`,
    awaitingApproval: `It ${words}.`,
    queued: `It ${words} as soon as its target is free.`,
  };
  return { state, reason: reasons[state], releaseAfter: null };
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
