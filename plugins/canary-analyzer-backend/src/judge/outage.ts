import { describeSpan } from './format';
import { Looks } from './statistics/lookAlpha';
import { TimeAxis } from './timeAxis';
import { PerArm } from './types';

/** A scrape or two may fail; silence for longer is no accident. */
const OUTAGE_SECONDS = 300;
const OUTAGE_SLOTS = 5;
/** Of the slots in which the candidate is silent, so many have a baseline. */
const BASELINE_SHARE = 0.5;

/**
 * Says that the candidate went down: it has been silent for more than five
 * minutes while the baseline kept reporting traffic. A candidate that has not
 * reported yet may still be starting, so it gets half of the planned looks.
 *
 * @param samples - rates of both arms on the axis
 * @returns null where that cannot be said
 */
export function describeOutage(
  samples: PerArm<ReadonlyArray<number | null>>,
  axis: TimeAxis,
  looks: Looks | null,
): string | null {
  const last = samples.candidate.findLastIndex(rate => rate !== null);
  const silent = axis.length - 1 - last;
  const seconds = silent * axis.stepSeconds;
  if (seconds <= OUTAGE_SECONDS || silent <= OUTAGE_SLOTS) return null;
  if (last < 0 && looks && 2 * (looks.index + 1) < looks.planned) return null;

  const baseline = samples.baseline.slice(last + 1);
  const reported = baseline.filter(rate => rate !== null);
  if (reported.length < BASELINE_SHARE * baseline.length) return null;
  if (!(reported.reduce((sum, rate) => sum + rate, 0) > 0)) return null;
  return (
    `the candidate has reported nothing for ${describeSpan(seconds)}, while ` +
    'the baseline kept reporting; it is taken to be down'
  );
}
