import { describeSpan, describeTime } from './format';
import { TimeAxis, slotTime } from './timeAxis';
import { ARMS, Fault, PerArm, SeriesAnswer } from './types';

/** Older than this, or than three steps, the last sample no longer speaks of now. */
const STALE_SECONDS = 30;

export type Presence =
  | { kind: 'present' }
  | { kind: 'absent' }
  | { kind: 'stopped'; lastAt: number };

/** Whether an aligned series still reported at the end of the window. */
export function presenceOf(
  values: ReadonlyArray<number | null>,
  axis: TimeAxis,
): Presence {
  const lastSlot = values.findLastIndex(value => value !== null);
  if (lastSlot < 0) return { kind: 'absent' };
  const lastAt = slotTime(axis, lastSlot);
  const limit = Math.max(3 * axis.stepSeconds, STALE_SECONDS) * 1000;
  return axis.last - lastAt > limit
    ? { kind: 'stopped', lastAt }
    : { kind: 'present' };
}

function describeOne(arm: string, presence: Presence, axis: TimeAxis) {
  return presence.kind === 'stopped'
    ? `the ${arm} stopped reporting at ${describeTime(
        presence.lastAt,
      )}, ${describeSpan(
        (axis.last - presence.lastAt) / 1000,
      )} before the end of the window`
    : `the ${arm} reported nothing in the window`;
}

/**
 * Says which arm is silent, and what the other one does; null when both report.
 *
 * @param what - what was asked for, such as `Error ratio (requests)`
 */
export function describeSilence(
  what: string,
  presence: PerArm<Presence>,
  axis: TimeAxis,
): string | null {
  const { candidate, baseline } = presence;
  if (candidate.kind === 'present' && baseline.kind === 'present') return null;
  if (candidate.kind === 'present') {
    return (
      `${what}: ${describeOne(
        'baseline',
        baseline,
        axis,
      )}, while the candidate reports; ` +
      'without a baseline there is nothing to compare with: check that it still gets traffic and is scraped'
    );
  }
  if (baseline.kind === 'present') {
    return (
      `${what}: ${describeOne(
        'candidate',
        candidate,
        axis,
      )}, while the baseline reports; ` +
      'check that the candidate runs, gets traffic and is scraped'
    );
  }
  if (candidate.kind === 'absent' && baseline.kind === 'absent') {
    return (
      `${what}: neither arm reported anything in the window; ` +
      'check the metric labels of the component and that the source scrapes it'
    );
  }
  return (
    `${what}: ${describeOne('candidate', candidate, axis)} and ` +
    `${describeOne(
      'baseline',
      baseline,
      axis,
    )}; check that the source still scrapes the component`
  );
}

/** The source's failure to answer for either arm, as a fault. */
export function unavailable(answers: PerArm<SeriesAnswer>): Fault | null {
  for (const arm of ARMS) {
    const answer = answers[arm];
    if (answer.kind === 'unavailable') {
      return { finding: 'sourceUnavailable', words: answer.reason };
    }
  }
  return null;
}
