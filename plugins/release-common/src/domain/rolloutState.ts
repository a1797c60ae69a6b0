/**
 * Life of a rollout:
 *
 *     pending -> applying -> baking -> judging -> applying (next step) | promoting
 *     judging -> baking (another look)
 *     promoting -> promoted
 *     pending -> refused                       (quarantined, superseded)
 *     applying | baking | judging -> paused    (a person, or looks used up)
 *     paused -> the state it was paused in
 *     pending | applying | baking | judging | paused | promoting -> rollingBack
 *     applying | baking | judging | paused -> frozen
 *     rollingBack -> rolledBack | rollbackFailed
 */
export const rolloutStates = [
  'pending',
  'applying',
  'baking',
  'judging',
  'promoting',
  'paused',
  'rollingBack',
  'promoted',
  'rolledBack',
  'rollbackFailed',
  'frozen',
  'refused',
] as const;
export type RolloutState = (typeof rolloutStates)[number];

const next: Record<RolloutState, readonly RolloutState[]> = {
  pending: ['applying', 'paused', 'refused', 'rollingBack'],
  applying: ['baking', 'paused', 'rollingBack', 'frozen'],
  baking: ['judging', 'paused', 'rollingBack', 'frozen'],
  judging: [
    'applying',
    'baking',
    'promoting',
    'paused',
    'rollingBack',
    'frozen',
  ],
  promoting: ['promoted', 'rollingBack'],
  paused: ['applying', 'baking', 'judging', 'rollingBack', 'frozen'],
  rollingBack: ['rolledBack', 'rollbackFailed'],
  rollbackFailed: ['rollingBack'],
  frozen: ['rollingBack', 'promoting'],
  promoted: [],
  rolledBack: [],
  refused: [],
};

/** Whether a rollout may go from one state to another. */
export function canMoveRollout(from: RolloutState, to: RolloutState) {
  return next[from].includes(to);
}

/** Whether the plan runner has nothing left to do for a rollout by itself. */
export function isSettledRolloutState(state: RolloutState) {
  return (
    next[state].length === 0 || state === 'rollbackFailed' || state === 'frozen'
  );
}
