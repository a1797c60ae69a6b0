import { DecisionState } from '@adaptive-delivery/plugin-release-common';

/** What was decided before about a build that comes again in another shape. */
export type EarlierDecision = {
  component: string;
  buildId: string;
  decisionId: string;
  state: DecisionState;
  stateReason: string;
  /** Queued, but held back by a freeze window. */
  isHeld: boolean;
  /** What the bundle was called; null for a build that came alone. */
  bundle: string | null;
};

type Standing = 'open' | 'onItsWay' | 'released' | 'refused' | 'over';

const standings: Record<DecisionState, Standing> = {
  // Shadow: the portal acts on neither, so neither is in the way.
  decided: 'over',
  awaitingApproval: 'open',
  queued: 'onItsWay',
  releasing: 'onItsWay',
  frozen: 'onItsWay',
  promoted: 'released',
  rejected: 'refused',
  rolledBack: 'refused',
  blocked: 'over',
  expired: 'over',
  superseded: 'over',
};

/** Whether a bundle may still take the place of a decision. */
export const isReplaceable = ({ state, isHeld }: EarlierDecision): boolean =>
  isHeld || standings[state] === 'open';

const tail = ({ decisionId, state, stateReason }: EarlierDecision) =>
  `decision ${decisionId}, ${state}: ${stateReason}`;

/**
 * Why a build cannot become part of a bundle after an earlier decision about
 * it in the same environment; null when it can. What still waits gives way to
 * the bundle. What people or the judge said of a build alone stands; of a bundle
 * any part may have been at fault, so its parts may come again in another one,
 * and quarantine tells which may not.
 */
export function whyNotInBundle(earlier: EarlierDecision): string | null {
  const { component, buildId, bundle } = earlier;
  const build = `Build ${buildId} of ${component}`;
  const how = bundle === null ? 'by itself' : `as part of ${bundle}`;
  if (isReplaceable(earlier)) return null;
  switch (standings[earlier.state]) {
    case 'onItsWay':
      return `${build} is on its way already, ${how} (${tail(
        earlier,
      )}). Wait until that has ended`;
    case 'released':
      return `${build} runs there already, released ${how} (${tail(
        earlier,
      )}). Leave it out of the manifest`;
    case 'refused':
      return bundle === null
        ? `${build} was refused by itself (${tail(
            earlier,
          )}), and a bundle does not undo that. Put a new build into the manifest`
        : null;
    default:
      return null;
  }
}

/**
 * Why a build that was part of a bundle cannot be released alone; null when it
 * can, because that bundle has ended without releasing it.
 */
export function whyNotAlone(earlier: EarlierDecision): string | null {
  const { component, buildId, bundle } = earlier;
  return standings[earlier.state] === 'over' ||
    standings[earlier.state] === 'refused'
    ? null
    : `Build ${buildId} of ${component} is part of ${bundle} (${tail(
        earlier,
      )}). It is released with that bundle, or in a build of its own`;
}
