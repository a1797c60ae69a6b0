import {
  DecisionState,
  RolloutReport,
} from '@adaptive-delivery/plugin-release-common';

export type ReportedRollout = Pick<
  RolloutReport,
  'rolloutId' | 'kind' | 'words'
>;

/** A later kind stands over an earlier one, in whatever order they arrive. */
const rank: Record<RolloutReport['kind'], number> = {
  started: 0,
  refused: 1,
  frozen: 2,
  promoted: 3,
  rollbackFailed: 4,
  rolledBack: 5,
};

export type ReportedState = {
  state: DecisionState;
  /** What the report that says so said. */
  words: string;
};

/** Whether every rollout has ended, some of them before they began. */
const allOver = (rollouts: readonly ReportedRollout[], targets: number) =>
  rollouts.length >= targets &&
  rollouts.every(({ kind }) => kind === 'promoted' || kind === 'refused');

/**
 * What all reports about a decision's rollouts, taken together, make of it.
 * Depends on neither their order nor how often one arrives.
 *
 * @param targets - how many rollouts the plan has
 * @returns null while no report says anything
 */
export function stateFromReports(
  reports: readonly ReportedRollout[],
  targets: number,
): ReportedState | null {
  const perRollout = new Map<string, ReportedRollout>();
  for (const report of reports) {
    const known = perRollout.get(report.rolloutId);
    if (!known || rank[report.kind] > rank[known.kind]) {
      perRollout.set(report.rolloutId, report);
    }
  }
  const rollouts = [...perRollout.values()];
  const saying = (...kinds: Array<RolloutReport['kind']>) =>
    rollouts.find(({ kind }) => kinds.includes(kind));

  const takenBack = saying('rollbackFailed', 'rolledBack');
  if (takenBack) return { state: 'rolledBack', words: takenBack.words };
  const frozen = saying('frozen');
  if (frozen) return { state: 'frozen', words: frozen.words };
  const promoted = rollouts.filter(({ kind }) => kind === 'promoted');
  if (promoted.length > 0 && promoted.length >= targets) {
    return { state: 'promoted', words: promoted[promoted.length - 1].words };
  }
  const refused = saying('refused');
  if (refused && promoted.length > 0 && allOver(rollouts, targets)) {
    return { state: 'frozen', words: refused.words };
  }
  const running = saying('started', 'promoted');
  if (running) return { state: 'releasing', words: running.words };
  return refused ? { state: 'rejected', words: refused.words } : null;
}
