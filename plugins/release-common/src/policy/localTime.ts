import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;

/** Milliseconds that UTC would show on its clock then; NaN for no such date. */
function asIfUtc(local: string): number {
  const ms = Date.parse(`${local}Z`);
  // 2026-02-30 parses as 2 March in some engines
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(local)
    ? NaN
    : ms;
}

/** `2026-12-18T18:00`, seconds allowed, and a date that there is. */
export function isLocalTime(value: string): boolean {
  return LOCAL.test(value) && !Number.isNaN(asIfUtc(value));
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export type WeekTime = {
  /** 1 is Monday. */
  weekday: number;
  /** Since midnight. */
  minutes: number;
};

/** Reads `Fri 16:00`; null for anything else. */
export function parseWeekTime(value: string): WeekTime | null {
  const match = /^([A-Za-z]{3}) ([01]\d|2[0-3]):([0-5]\d)$/.exec(value);
  const weekday = match ? days.indexOf(match[1].toLowerCase()) + 1 : 0;
  if (!match || weekday === 0) return null;
  return { weekday, minutes: Number(match[2]) * 60 + Number(match[3]) };
}

/** Local time minus UTC, in milliseconds. */
const offsetAt = (zone: string, utcMs: number) =>
  IANAZone.create(zone).offset(utcMs) * MINUTE_MS;

/** What the clock on the wall shows, as milliseconds of a UTC clock. */
export const wallClockAt = (zone: string, utcMs: number) =>
  utcMs + offsetAt(zone, utcMs);

/**
 * The moments at which a clock on the wall of the zone shows a time, earliest
 * first. Two in the hour that a clock is put back over. None in the hour that
 * it skips: then the two moments to which its neighbours lead, before and after
 * the change.
 */
function momentsOf(zone: string, wallMs: number): number[] {
  const offsets = [
    offsetAt(zone, wallMs - DAY_MS),
    offsetAt(zone, wallMs + DAY_MS),
  ];
  const readings = [...new Set(offsets)].map(offset => wallMs - offset);
  const real = readings.filter(ms => wallClockAt(zone, ms) === wallMs);
  return (real.length > 0 ? real : readings).sort((a, b) => a - b);
}

export type Span = { start: Date; end: Date };

/** Where a wall time is not one moment the span is the longer one. */
function spanOf(zone: string, fromWallMs: number, untilWallMs: number): Span {
  const ends = momentsOf(zone, untilWallMs);
  return {
    start: new Date(momentsOf(zone, fromWallMs)[0]),
    end: new Date(ends[ends.length - 1]),
  };
}

/** The span between two local times of a zone. */
export function spanBetween(zone: string, from: string, until: string): Span {
  return spanOf(zone, asIfUtc(from), asIfUtc(until));
}

/**
 * The spans of a weekly window that began in the local week of a moment, or in
 * the week before or after.
 */
export function weeklySpansAround(
  zone: string,
  from: WeekTime,
  until: WeekTime,
  at: Date,
): Span[] {
  const wall = wallClockAt(zone, at.getTime());
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const monday = midnight - weekday * DAY_MS;
  const offsetInWeek = ({ weekday: day, minutes }: WeekTime) =>
    (day - 1) * DAY_MS + minutes * MINUTE_MS;
  const start = offsetInWeek(from);
  const end = offsetInWeek(until);
  const length = end > start ? end - start : end - start + 7 * DAY_MS;
  return [-1, 0, 1].map(week => {
    const begins = monday + week * 7 * DAY_MS + start;
    return spanOf(zone, begins, begins + length);
  });
}
