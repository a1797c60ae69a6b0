const two = (value: number) => String(value).padStart(2, '0');

/** A time of day in the reader's own time zone: `15:04:05`. */
export function clock(time: number | string): string {
  const at = new Date(time);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(
    at.getSeconds(),
  )}`;
}

/** A time on an axis that covers `spanMs`, no finer than that needs. */
export function timeTick(time: number, spanMs: number): string {
  if (spanMs < 10 * 60_000) {
    return clock(time);
  }
  const at = new Date(time);
  const minute = clock(time).slice(0, 5);
  return spanMs < 36 * 3_600_000
    ? minute
    : `${at.getMonth() + 1}/${at.getDate()} ${minute}`;
}

/**
 * Round levels around all of `levels`, at most five, evenly spaced; from 0
 * where the levels come near it. Bytes are round in powers of 1024.
 */
export function levelTicks(
  levels: Array<number | null | undefined>,
  unit: string,
): number[] {
  const known = levels.filter(
    (level): level is number => typeof level === 'number',
  );
  if (known.length === 0) {
    return [0, 1];
  }
  const highest = Math.max(...known);
  const lowest = Math.min(...known);
  const low = lowest >= 0 && lowest < highest / 2 ? 0 : lowest;
  const scale = unit === 'bytes' ? byteScale(highest) : 1;
  const range = (highest - low || Math.abs(highest) || 1) / scale;
  const step = roundStep(range / 3) * scale;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(highest / step), first + 1);
  return Array.from(
    { length: last - first + 1 },
    (_, index) => (first + index) * step,
  );
}

function byteScale(size: number): number {
  const power = Math.floor(Math.log(Math.max(1, size)) / Math.log(1024));
  return 1024 ** power;
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = [1, 2, 2.5, 5, 10].find(item => item * power >= step * 0.999);
  return (lead ?? 10) * power;
}
