const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(value).padStart(2, '0');

/** A length of time: `0:50`, `4:10`, `1 h 12 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const length = Math.max(0, ms);
  if (length < HOUR) {
    const seconds = Math.floor(length / SECOND);
    return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }
  if (length < DAY) {
    const minutes = Math.floor(length / MINUTE);
    return minutes % 60
      ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
      : `${minutes / 60} h`;
  }
  const hours = Math.floor(length / HOUR);
  return hours % 24
    ? `${Math.floor(hours / 24)} d ${hours % 24} h`
    : `${hours / 24} d`;
}

/** A length of time in a sentence: `45 s`, `30 min`, `1 h 12 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 3600) {
    const rest = Math.round(seconds % 60);
    const minutes = Math.floor(seconds / 60);
    return rest ? `${minutes} min ${rest} s` : `${minutes} min`;
  }
  return formatDuration(seconds * SECOND);
}

/** `just now`, `4 min ago`, `in 0:50`; whole units once it is longer ago. */
export function formatRelative(at: number, now: number): string {
  const past = now - at;
  if (past < -SECOND) return `in ${formatDuration(-past)}`;
  if (past < 5 * SECOND) return 'just now';
  if (past < MINUTE) return `${Math.floor(past / SECOND)} s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`;
  return `${Math.floor(past / DAY)} d ago`;
}

/** `2026-11-23 15:04:05` and the zone, in the reader's own time. */
export function formatExact(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  })} (${iso})`;
}
