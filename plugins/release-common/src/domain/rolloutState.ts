/**
 * Life of a rollout:
 *
 *     pending -> applying -> baking -> judging -> applying (next step) | promoting
 *     judging -> baking (another look)
 *     promoting -> promoted
 *     pending | paused before the start -> refused    (quarantined, aborted, superseded)
 *     baking | judging | paused | frozen -> applying | promoting    (a person promotes)
 *     pending | applying | baking | judging | promoting -> paused   (a person, or looks used up)
 *     paused -> the state it was paused in
 *     applying | baking | judging | paused | promoting | frozen -> rollingBack
 *     applying | baking | judging | paused -> frozen
 *     rollingBack -> rolledBack | rollbackFailed
 *     promoted | rollbackFailed -> rollingBack        (a person)
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
  baking: [
    'judging',
    'applying',
    'promoting',
    'paused',
    'rollingBack',
    'frozen',
  ],
  judging: [
    'applying',
    'baking',
    'promoting',
    'paused',
    'rollingBack',
    'frozen',
  ],
  promoting: ['promoted', 'paused', 'rollingBack'],
  paused: [
    'pending',
    'applying',
    'baking',
    'judging',
    'promoting',
    'refused',
    'rollingBack',
    'frozen',
  ],
  rollingBack: ['rolledBack', 'rollbackFailed'],
  rollbackFailed: ['rollingBack'],
  frozen: ['applying', 'promoting', 'rollingBack'],
  promoted: ['rollingBack'],
  rolledBack: [],
  refused: [],
};

const settled: readonly RolloutState[] = [
  'promoted',
  'rolledBack',
  'rollbackFailed',
  'frozen',
  'refused',
];

/** Whether a rollout may go from one state to another. */
export function canMoveRollout(from: RolloutState, to: RolloutState) {
  return next[from].includes(to);
}

/** Whether the plan runner has nothing left to do for a rollout by itself. */
export function isSettledRolloutState(state: RolloutState) {
  return settled.includes(state);
}
