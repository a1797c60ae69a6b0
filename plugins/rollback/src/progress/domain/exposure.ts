import {
  RolloutEvent,
  RolloutRecord,
  VerdictCause,
  VerdictName,
  isSettledRolloutState,
} from '@adaptive-delivery/plugin-release-common';

/** The candidate's share of the target from `time` on. */
export type ExposurePoint = { time: number; percent: number };

/** A verdict on the exposure line. */
export type VerdictMark = ExposurePoint & {
  id: string;
  verdict: VerdictName;
  cause: VerdictCause;
  words: string;
};

export type ExposureHistory = {
  points: ExposurePoint[];
  marks: VerdictMark[];
  from: number;
  to: number;
};

/**
 * The exposure over time as steps, with the verdicts on it. The line reaches
 * up to `now` while the rollout is under way and ends with it otherwise.
 */
export function exposureHistory(
  rollout: RolloutRecord,
  now: number,
): ExposureHistory {
  const events = [...rollout.events].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  const points: ExposurePoint[] = [];
  for (const event of events) {
    const point = { time: Date.parse(event.at), percent: event.percent };
    const last = points[points.length - 1];
    if (!last || last.percent !== point.percent) {
      points.push(point);
    }
  }
  const from = points[0]?.time ?? Date.parse(rollout.createdAt);
  const end = endOfLine(rollout, events, now);
  const last = points[points.length - 1];
  if (last && end > last.time) {
    points.push({ time: end, percent: last.percent });
  }
  return { points, marks: events.flatMap(toMark), from, to: end };
}

function endOfLine(
  rollout: RolloutRecord,
  events: RolloutEvent[],
  now: number,
): number {
  if (rollout.finishedAt) {
    return Date.parse(rollout.finishedAt);
  }
  if (isSettledRolloutState(rollout.state) && events.length > 0) {
    return Date.parse(events[events.length - 1].at);
  }
  return Math.max(now, Date.parse(rollout.createdAt));
}

function toMark(event: RolloutEvent): VerdictMark[] {
  if (!event.verdict) {
    return [];
  }
  return [
    {
      ...event.verdict,
      time: Date.parse(event.at),
      percent: event.percent,
      words: event.words,
    },
  ];
}
