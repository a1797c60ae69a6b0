import { Outcome, Trial, armSeries, reports } from './trials';

export type Limits = {
  successRate: number;
  /** Seconds; null where latency is not looked at. */
  latency: number | null;
  /** Failed checks at which it rolls back. */
  failures: number;
  /** Whether a minute without data fails. */
  noDataFails: boolean;
};

/** The example of Flagger's documentation: 99 %, 500 ms, threshold 5. */
export const FLAGGER: Limits = {
  successRate: 0.99,
  latency: 0.5,
  failures: 5,
  noDataFails: true,
};

/** The example of Argo Rollouts' documentation: 95 %, failureLimit 3. */
export const ARGO: Limits = {
  successRate: 0.95,
  latency: null,
  failures: 4,
  noDataFails: false,
};

/** A check of the candidate alone each minute; the failed ones are counted. */
export function judgeByThresholds(trial: Trial, limits: Limits): Outcome {
  const { candidate, minutes } = trial;
  const success = armSeries(candidate, 'successRate', minutes);
  const latency = armSeries(candidate, 'latency', minutes);
  let failures = 0;
  let rolledBackAfter: number | null = null;
  for (let minute = 0; minute < minutes; minute++) {
    const rate = success[minute];
    const seconds = latency[minute];
    const fails =
      !reports(candidate, minute) || rate === null
        ? limits.noDataFails
        : rate < limits.successRate ||
          (limits.latency !== null &&
            seconds !== null &&
            seconds > limits.latency);
    if (fails) failures++;
    if (failures >= limits.failures) rolledBackAfter ??= minute + 1;
  }
  return { rolledBackAfter, score: failures / minutes };
}
