import { compareDayOverDay } from '@adaptive-delivery/plugin-canary-analyzer-backend';
import { classifyShift } from './mannWhitney';
import { ChangedSeries } from './readChangedSeries';
import { Outcome } from './trials';

/** How long a change is watched. */
const MINUTES = 60;
const TOLERATED_SHARE = 0.2;
const FAILURES = 5;

const present = (values: ReadonlyArray<number | null>) =>
  values.filter(value => value !== null);

/** Slots after the change, as far as it is watched. */
function watched(series: ChangedSeries) {
  const changeAt = -series.firstMinute;
  const end = changeAt + MINUTES;
  return {
    changeAt,
    today: series.today.slice(0, end),
    dayBefore: series.dayBefore.slice(0, end),
  };
}

export function seriesByOurs(series: ChangedSeries): Outcome {
  const { today, dayBefore, changeAt } = watched(series);
  const found = compareDayOverDay(today, dayBefore, changeAt);
  if (found.kind !== 'compared') return { rolledBackAfter: null, score: 0 };
  return {
    rolledBackAfter:
      found.beyondAt === null ? null : found.beyondAt - changeAt + 1,
    score: found.statistic,
  };
}

/** The same minutes a day before stand for the baseline arm. */
export function seriesByMannWhitney(series: ChangedSeries): Outcome {
  const { today, dayBefore, changeAt } = watched(series);
  const found = classifyShift(
    present(today.slice(changeAt)),
    present(dayBefore.slice(changeAt)),
    0,
  );
  return {
    rolledBackAfter: !found || found.beyond ? MINUTES : null,
    score: found?.margin ?? 2,
  };
}

/** A fixed corridor: five minutes beyond 20 % of the level before the change. */
export function seriesByThresholds(series: ChangedSeries): Outcome {
  const { today, changeAt } = watched(series);
  const before = present(today.slice(0, changeAt));
  const level = before.reduce((sum, v) => sum + v, 0) / before.length;
  let failures = 0;
  let rolledBackAfter: number | null = null;
  today.slice(changeAt).forEach((value, i) => {
    const isIn =
      value !== null &&
      Math.abs(value - level) <= TOLERATED_SHARE * Math.abs(level);
    if (!isIn) failures++;
    if (failures >= FAILURES) rolledBackAfter ??= i + 1;
  });
  return { rolledBackAfter, score: failures / MINUTES };
}
