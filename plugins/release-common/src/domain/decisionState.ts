/**
 * Life of a decision:
 *
 *     received -> decided | blocked | awaitingApproval | queued
 *     awaitingApproval -> queued | rejected | expired | superseded
 *     queued -> releasing | rejected | superseded
 *     releasing -> promoted | rolledBack | frozen
 *     promoted -> rolledBack                    (by a person, later)
 *
 * `decided` is where a shadow decision stays: it is never acted on by the
 * portal; an outcome from outside moves it to promoted or rolledBack.
 */
export const decisionStates = [
  'decided',
  'blocked',
  'awaitingApproval',
  'queued',
  'releasing',
  'promoted',
  'rolledBack',
  'rejected',
  'expired',
  'frozen',
  'superseded',
] as const;
export type DecisionState = (typeof decisionStates)[number];

const next: Record<DecisionState, readonly DecisionState[]> = {
  decided: ['promoted', 'rolledBack', 'superseded'],
  blocked: ['superseded'],
  awaitingApproval: ['queued', 'rejected', 'expired', 'superseded'],
  queued: ['releasing', 'rejected', 'superseded'],
  releasing: ['promoted', 'rolledBack', 'frozen'],
  frozen: ['promoted', 'rolledBack'],
  promoted: ['rolledBack'],
  rolledBack: [],
  rejected: [],
  expired: [],
  superseded: [],
};

/** Whether a decision may go from one state to another. */
export function canMoveDecision(from: DecisionState, to: DecisionState) {
  return next[from].includes(to);
}

/** Whether the portal has nothing left to do for a decision by itself. */
export function isFinalDecisionState(state: DecisionState) {
  return state === 'promoted' || next[state].length === 0;
}
