import { Series } from '@adaptive-delivery/plugin-release-node';

/** Prometheus answers at most 11,000 points per series. */
const MAX_SLOTS = 10_000;
/** Larger numbers are no measurements, and their squares overflow. */
const MAX_VALUE = 1e100;

/**
 * Evenly spaced slots that end at the window's end. Slot `i` stands for the
 * time `(at(i) - step, at(i)]`, as a rate at `at(i)` does.
 */
export type TimeAxis = {
  /** Milliseconds since 1970 of the first and the last slot. */
  first: number;
  last: number;
  stepSeconds: number;
  length: number;
};

/**
 * The axis of a window. A window too long for the source's limit gets a coarser
 * step instead of an error.
 */
export function axisOf(
  window: { start: Date; end: Date },
  stepSeconds: number,
): TimeAxis {
  const duration = (window.end.getTime() - window.start.getTime()) / 1000;
  const step = Math.max(stepSeconds, Math.ceil(duration / MAX_SLOTS));
  const length = Math.max(1, Math.ceil(duration / step));
  const last = window.end.getTime();
  return {
    first: last - (length - 1) * step * 1000,
    last,
    stepSeconds: step,
    length,
  };
}

/** Milliseconds since 1970 of one slot. */
export function slotTime(axis: TimeAxis, slot: number): number {
  return axis.first + slot * axis.stepSeconds * 1000;
}

/**
 * A series on the axis: the mean of the samples of each slot, null where there
 * is none. Samples outside the window and values that are no measurements are gaps.
 */
export function alignToAxis(
  series: Series | null,
  axis: TimeAxis,
): Array<number | null> {
  const sums = new Array<number>(axis.length).fill(0);
  const counts = new Array<number>(axis.length).fill(0);
  const stepMs = axis.stepSeconds * 1000;
  series?.times.forEach((time, i) => {
    const slot = Math.ceil((time - axis.first) / stepMs - 1e-6);
    const value = series.values[i];
    if (slot < 0 || slot >= axis.length || !(Math.abs(value) <= MAX_VALUE))
      return;
    sums[slot] += value;
    counts[slot]++;
  });
  return sums.map((sum, slot) => (counts[slot] ? sum / counts[slot] : null));
}
