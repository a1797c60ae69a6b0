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

/** How far a line goes on after its end, as a share of its length. */
const AFTERMATH = 0.05;

/**
 * The exposure over time as steps, with the verdicts on it. The line reaches
 * up to `now` while the rollout is under way; otherwise it goes on a little
 * after the end, so that the last level can be seen.
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
  const start = Date.parse(events[0]?.at ?? rollout.createdAt);
  if (!isSettledRolloutState(rollout.state)) {
    return Math.max(now, start);
  }
  const last = events[events.length - 1]?.at ?? rollout.createdAt;
  const end = Date.parse(rollout.finishedAt ?? last);
  return end + (end - start) * AFTERMATH;
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
