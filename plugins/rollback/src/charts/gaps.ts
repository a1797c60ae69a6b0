/** A stretch of time, in milliseconds since the epoch. */
export type TimeSpan = { from: number; to: number };

/**
 * The stretches in which at least one value is missing, each reaching half a
 * step over its first and last sample, so that one missing sample shows too.
 * With no times at all the whole of `within` is missing.
 */
export function missingSpans(
  times: number[],
  values: Array<Array<number | null>>,
  within: TimeSpan,
): TimeSpan[] {
  if (times.length === 0) {
    return [within];
  }
  const half = halfStep(times, within);
  const spans: TimeSpan[] = [];
  const add = (from: number, to: number) => {
    const last = spans[spans.length - 1];
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      spans.push({ from, to });
    }
  };
  times.forEach((time, index) => {
    if (values.some(arm => (arm[index] ?? null) === null)) {
      add(time - half, time + half);
    }
  });
  return spans.map(span => ({
    from: Math.max(span.from, within.from),
    to: Math.min(span.to, within.to),
  }));
}

/** Half the usual distance of two samples; half of `within` for a single one. */
function halfStep(times: number[], within: TimeSpan): number {
  if (times.length < 2) {
    return (within.to - within.from) / 2;
  }
  const distances = times
    .slice(1)
    .map((time, index) => time - times[index])
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] / 2;
}
