import { formatNumber } from './format';
import { describeOutage } from './outage';
import { describeSilence, presenceOf, unavailable } from './presence';
import { Looks } from './statistics/lookAlpha';
import { TimeAxis, alignToAxis } from './timeAxis';
import { Fault, PerArm, SeriesAnswer, perArm } from './types';

export type SampleGate = {
  /** Whole samples of the candidate in the window; null when that is not known. */
  candidate: number | null;
  required: number;
  /** Null when there are enough. */
  fault: Fault | null;
  /** That the candidate is down, in words; null where that cannot be said. */
  outage: string | null;
};

/** Rate times step, summed over the slots in which the rate is known. */
function total(values: Array<number | null>, axis: TimeAxis): number {
  return values.reduce<number>(
    (sum, rate) => sum + Math.max(0, rate ?? 0) * axis.stepSeconds,
    0,
  );
}

/** Whether the candidate had enough samples for its numbers to mean something. */
export function checkSamples(
  samples: PerArm<SeriesAnswer>,
  required: number,
  axis: TimeAxis,
  looks: Looks | null,
): SampleGate {
  const failure = unavailable(samples);
  if (failure)
    return { candidate: null, required, fault: failure, outage: null };
  const series = perArm(arm => {
    const answer = samples[arm];
    return alignToAxis(answer.kind === 'answered' ? answer.series : null, axis);
  });
  const presence = perArm(arm => presenceOf(series[arm], axis));
  const count =
    presence.candidate.kind === 'absent'
      ? null
      : Math.round(total(series.candidate, axis));
  const silence =
    presence.candidate.kind === 'present'
      ? null
      : describeSilence('Samples', presence, axis);
  if (silence) {
    return {
      candidate: count,
      required,
      fault: { finding: 'noData', words: silence },
      outage: describeOutage(series, axis, looks),
    };
  }
  if (count !== null && count < required) {
    return {
      candidate: count,
      required,
      fault: {
        finding: 'insufficientSamples',
        words: `the candidate has had ${formatNumber(
          count,
        )} of the ${formatNumber(required)} samples that this step needs`,
      },
      outage: null,
    };
  }
  return { candidate: count, required, fault: null, outage: null };
}
