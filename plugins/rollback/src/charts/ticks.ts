const two = (value: number) => String(value).padStart(2, '0');

/** A time on an axis that covers `spanMs`, in the reader's own time zone. */
export function timeTick(time: number, spanMs: number): string {
  const at = new Date(time);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (spanMs < 10 * 60_000) {
    return `${clock}:${two(at.getSeconds())}`;
  }
  return spanMs < 36 * 3_600_000
    ? clock
    : `${at.getMonth() + 1}/${at.getDate()} ${clock}`;
}

/** The lowest and highest level to draw, with room around; from 0 where close. */
export function levelDomain(
  levels: Array<number | null | undefined>,
): [number, number] {
  const known = levels.filter(
    (level): level is number => typeof level === 'number',
  );
  if (known.length === 0) {
    return [0, 1];
  }
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = (high - low || Math.abs(high) || 1) * 0.1;
  return [low >= 0 && low < high / 2 ? 0 : low - room, high + room];
}
